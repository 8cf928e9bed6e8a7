// How the connection stands, read from what the last exchange brought. Pure.
import type { ExchangeSummary } from "../../host/generated/ExchangeSummary";

export interface ConnectionState {
  word: string;
  tone: "ok" | "off" | "warn" | "danger" | "info";
}

export function connectionState(
  session: "opening" | "failed" | "open",
  last: ExchangeSummary | undefined,
): ConnectionState {
  if (session === "opening") return { word: "Connecting", tone: "info" };
  if (session === "failed") return { word: "Not connected", tone: "danger" };
  if (!last) return { word: "Connected", tone: "ok" };
  if (last.failure !== undefined) {
    return { word: "No answer", tone: "danger" };
  }
  if (last.status === 401) return { word: "Sign-in refused", tone: "danger" };
  return { word: "Connected", tone: "ok" };
}

// How an exchange went, as every list of exchanges colours it. Pure.
import type { ExchangeSummary } from "../host/generated/ExchangeSummary";

/** How an exchange went, for its colour; the words say it as well. */
export type Outcome = "ok" | "warn" | "danger" | "info";

export function outcomeOf(summary: ExchangeSummary): Outcome {
  const { status, accepted } = summary;
  if (isLook(summary)) return "ok";
  if (status === undefined || status >= 500) return "danger";
  if (status >= 400) return "warn";
  return status >= 300 || accepted ? "info" : "ok";
}

/** A look at DNS, TCP or TLS that went well: it has no status, and no reason why. */
export function isLook({ status, failure }: ExchangeSummary): boolean {
  return status === undefined && failure === undefined;
}

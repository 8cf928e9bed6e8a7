// What an exchange says of itself, in a few words. Pure.
import type { Exchange } from "../../host/generated/Exchange";
import type { ExchangeSummary } from "../../host/generated/ExchangeSummary";
import { formatNumber } from "../../kit/format";

/** How an exchange went, for its colour; the words say it as well. */
export type Outcome = "ok" | "warn" | "danger" | "info";

export function outcomeOf({ status }: ExchangeSummary): Outcome {
  if (status === undefined || status >= 500) return "danger";
  if (status >= 400) return "warn";
  return status >= 300 ? "info" : "ok";
}

const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** "409 Conflict", "no answer". */
export function statusWords({ status }: ExchangeSummary): string {
  if (status === undefined) return "no answer";
  const reason = REASONS[status];
  return reason === undefined ? `${status}` : `${status} ${reason}`;
}

/** Milliseconds as a number: whole, but with a digit where that would be none. */
export function msWords(ms: number): string {
  return ms < 10 ? ms.toFixed(1).replace(/\.0$/, "") : formatNumber(Math.round(ms));
}

/** "84 ms: first byte after 79, body 5". */
export function timingWords({ summary, toHeadersMs, readMs }: Exchange): string {
  const whole = `${msWords(summary.ms)} ms`;
  const parts = [
    toHeadersMs === undefined ? undefined : `first byte after ${msWords(toHeadersMs)}`,
    readMs === undefined ? undefined : `body ${msWords(readMs)}`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? `${whole}: ${parts.join(", ")}` : whole;
}

/** "1 request", "2,418 requests", "at least 5,000 requests". */
export function countWords(total: number, isLeast: boolean): string {
  const words = `${formatNumber(total)} ${total === 1 ? "request" : "requests"}`;
  return isLeast ? `at least ${words}` : words;
}

// What an exchange says of itself, in a few words. Pure.
import type { Exchange } from "../../host/generated/Exchange";
import type { ExchangeSummary } from "../../host/generated/ExchangeSummary";
import { formatNumber } from "../../kit/format";
import { isLook } from "../../state/outcome";

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

/** "409 Conflict", "no answer", "went well" of a look at the way to the server. */
export function statusWords(summary: ExchangeSummary): string {
  const { status } = summary;
  if (isLook(summary)) return "went well";
  if (summary.outcomeUnknown)
    return status === undefined ? "outcome unknown" : `${status}, outcome unknown`;
  if (status === undefined) return "no answer";
  const reason = REASONS[status];
  return reason === undefined ? `${status}` : `${status} ${reason}`;
}

/** Milliseconds as a number: whole, but with a digit where that would be none. */
export function msWords(ms: number): string {
  return ms < 10 ? ms.toFixed(1).replace(/\.0$/, "") : formatNumber(Math.round(ms));
}

/** The parts that the time of an exchange falls into, in their order. */
const PARTS = ["dns", "connect", "tls", "wait", "read"] as const;

export interface TimePart {
  name: (typeof PARTS)[number];
  ms: number;
}

/** Where the time went, as far as that is known: what is not is left out, never zero. */
export function timeParts({ times }: Exchange): TimePart[] {
  return PARTS.flatMap((name) => {
    const ms = times[name];
    return ms === undefined ? [] : [{ name, ms }];
  });
}

const PART_WORDS: Record<TimePart["name"], string> = {
  dns: "DNS",
  connect: "TCP",
  tls: "TLS",
  wait: "wait",
  read: "read",
};

/** "84 ms: connection reused, wait 79, read 5"; "132 ms: DNS 9, TCP 21, TLS 43, wait 54, read 5". */
export function timingWords(exchange: Exchange): string {
  const whole = `${msWords(exchange.summary.ms)} ms`;
  const parts = timeParts(exchange).map(({ name, ms }) => `${PART_WORDS[name]} ${msWords(ms)}`);
  if (exchange.times.reused) parts.unshift("connection reused");
  return parts.length > 0 ? `${whole}: ${parts.join(", ")}` : whole;
}

/** What the server says about an answer that is still to come. */
export function laterWords({ later }: Exchange): string | undefined {
  if (!later) return undefined;
  const { monitor, retryAfter } = later;
  const isSeconds = retryAfter !== undefined && /^\d+$/.test(retryAfter);
  const wait = isSeconds ? `${retryAfter} s` : retryAfter && `until ${retryAfter}`;
  return [
    "The server has accepted this request; the work is still to be done.",
    monitor === undefined ? "" : `It says that the outcome will be seen at ${monitor}.`,
    !wait ? "" : `It asks to wait ${wait} (Retry-After).`,
  ]
    .filter((it) => it !== "")
    .join(" ");
}

/** "1 request", "2,418 requests", "at least 5,000 requests". */
export function countWords(total: number, isLeast: boolean): string {
  const words = `${formatNumber(total)} ${total === 1 ? "request" : "requests"}`;
  return isLeast ? `at least ${words}` : words;
}

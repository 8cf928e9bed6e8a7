// How an exchange went, as every list of exchanges colours it. Pure.
import type { ExchangeSummary } from "../host/generated/ExchangeSummary";
import type { Verdict } from "../host/generated/Verdict";

/** How an exchange went, for its colour; the words say it as well. */
export type Outcome = "ok" | "warn" | "danger" | "info";

export function outcomeOf(summary: ExchangeSummary): Outcome {
  const { status, accepted, outcomeUnknown } = summary;
  if (isLook(summary)) return "ok";
  if (outcomeUnknown) return "warn";
  if (status === undefined || status >= 500) return "danger";
  if (status >= 400) return "warn";
  return status >= 300 || accepted ? "info" : "ok";
}

/** A look at DNS, TCP or TLS that went well: it has no status, and no reason why. */
export function isLook({ status, failure }: ExchangeSummary): boolean {
  return status === undefined && failure === undefined;
}

/** The status of the answer, or a word where there is none. */
export function statusOf(summary: ExchangeSummary): string {
  if (summary.status !== undefined) return `${summary.status}`;
  if (isLook(summary)) return "ok";
  return summary.outcomeUnknown ? "unknown" : "failed";
}

/** What reading back found, as the end of a sentence. */
export const verdictWords: Record<Verdict, string> = {
  there: "the change is there",
  notThere: "the change is not there",
  partly: "a part of the change is there",
  cannotTell: "it cannot be told",
};

/**
 * "Outcome unknown", "Outcome unknown, read back at 14:03: the change is there"; nothing where the outcome is known.
 * `when` puts a time into words.
 */
export function unknownWords(
  { outcomeUnknown, readBack }: ExchangeSummary,
  when: (at: string) => string,
): string | undefined {
  if (!outcomeUnknown) return undefined;
  if (!readBack) return "Outcome unknown";
  return `Outcome unknown, read back ${when(readBack.at)}: ${verdictWords[readBack.verdict]}`;
}

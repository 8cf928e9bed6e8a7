// What a server's wish for a pause reads like. Pure.
import type { Wait } from "../../host/generated/Wait";
import type { WaitReason } from "../../host/generated/WaitReason";

export const reasonWords: Record<WaitReason, string> = {
  tooManyRequests: "The server asked for a pause",
  unavailable: "The server is not available for now",
  quotaUsedUp: "The quota of the server is used up",
};

/** Where the reason comes from. */
export const reasonSources: Record<WaitReason, string> = {
  tooManyRequests: "It answered 429 Too Many Requests.",
  unavailable: "It answered 503 Service Unavailable.",
  quotaUsedUp: "It said that nothing is left until its next window begins.",
};

interface Waiting {
  /** Of the one that waits for the shortest time. */
  wait: Wait;
  waiting: number;
}

/** What happens when the wait is over. */
export function afterWords({ wait, waiting }: Waiting): string {
  return waiting > 1 ? `the first ${ofOne(wait)}` : ofOne(wait);
}

function ofOne({ isWrite, wasSent, repeatsLeft }: Wait): string {
  if (isWrite) return "will be sent, once";
  const more = repeatsLeft === 1 ? "once" : `${repeatsLeft} times`;
  if (wasSent) {
    return repeatsLeft === 0
      ? "will be sent again; a refusal is then shown"
      : `will be sent again, and ${more} more if need be`;
  }
  return repeatsLeft === 0
    ? "will be sent; a refusal is then shown"
    : `will be sent, and again up to ${more} if need be`;
}

/** What becomes of those who wait when somebody stops that. */
export function stopWords({ wait, waiting }: Waiting): string {
  if (waiting > 1) {
    return "Who stops waiting is shown what the server answered; a read that was not sent yet may be sent now, and a write is not sent.";
  }
  if (wait.isWrite) return "Who stops waiting has it not sent.";
  if (wait.wasSent) return "Who stops waiting is shown what the server answered.";
  return "Who stops waiting has it sent now, or is shown what the server has just answered.";
}

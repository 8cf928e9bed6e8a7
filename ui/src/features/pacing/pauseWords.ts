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

/** What happens when the wait is over. */
export function afterWords({ repeatsLeft }: Wait): string {
  if (repeatsLeft === 0) return "sent once more; a refusal is then shown";
  return `sent again, and ${repeatsLeft === 1 ? "once" : `${repeatsLeft} times`} more if need be`;
}

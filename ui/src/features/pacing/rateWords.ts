// What the servers' limits read like: the cell of the status bar, and each quota in full. Pure.
import type { Quota } from "../../host/generated/Quota";
import type { RateLimits } from "../../host/generated/RateLimits";
import { secondsUntil } from "../../kit/countdown";
import { formatNumber } from "../../kit/format";

/** Below this part of a quota, what is left is worth a look. */
const LOW = 0.1;

/** "21 s", "2 min 5 s", "3 h". */
export function spanWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return seconds % 60 === 0 ? `${seconds / 60} min` : minutes(seconds);
  return seconds < 86_400
    ? `${Math.round(seconds / 360) / 10} h`
    : `${Math.round(seconds / 8640) / 10} d`;
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** "412 of 600", "412 left", "600 in all". Once its window is over, what was left says nothing any more. */
export function leftWords({ limit, remaining, resetsAt }: Quota, now: number): string {
  const isOver = resetsAt !== undefined && secondsUntil(resetsAt, now) === undefined;
  if (remaining === undefined || isOver) {
    if (limit !== undefined) return `${formatNumber(limit)} in all`;
    return isOver ? "a new window" : "not said";
  }
  const left = formatNumber(remaining);
  return limit === undefined ? `${left} left` : `${left} of ${formatNumber(limit)}`;
}

/** What the cell says: that one has to wait, or how the tightest quota stands. */
export function cellWords({ quotas, retryAt }: RateLimits, now: number): string | undefined {
  const wait = secondsUntil(retryAt, now);
  if (wait !== undefined) return `wait ${spanWords(wait)}`;
  const [quota] = quotas;
  if (!quota) return undefined;
  const reset = secondsUntil(quota.resetsAt, now);
  const resets = reset === undefined ? "" : `, resets in ${spanWords(reset)}`;
  // Where only the end of a window is said, there is no more to tell than that.
  if (quota.limit === undefined && quota.remaining === undefined && reset !== undefined) {
    return `rate limit resets in ${spanWords(reset)}`;
  }
  const left = leftWords(quota, now);
  const isNumber = /^\d/.test(left);
  return `rate limit${isNumber ? "" : ":"} ${left}${windowWords(quota)}${resets}`;
}

/** Over which time a limit is meant, where nothing is said of what is left of it. */
function windowWords({ limit, remaining, windowSeconds }: Quota): string {
  const isLimitAlone = limit !== undefined && remaining === undefined;
  return isLimitAlone && windowSeconds !== undefined ? ` within ${spanWords(windowSeconds)}` : "";
}

/** Whether little is left, or one has to wait. */
export function isTight({ quotas, retryAt }: RateLimits, now: number): boolean {
  if (secondsUntil(retryAt, now) !== undefined) return true;
  return quotas.some(({ limit, remaining, resetsAt }) => {
    const isOver = resetsAt !== undefined && secondsUntil(resetsAt, now) === undefined;
    return !isOver && remaining !== undefined && remaining <= (limit ?? 0) * LOW;
  });
}

// An answer in which all that is as it was before stays the same object, so that only what changed is drawn again.

/**
 * `after`, with whatever in it equals what was in `before` replaced by that. Both are JSON; `after` is changed in place and
 * must be nobody else's. Where little changed nothing is made, which counts: an answer of a large form has tens of
 * thousands of parts and comes with each pause in typing.
 */
export function keepSame<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (Array.isArray(before) && Array.isArray(after)) {
    return sharedAll(before, after, after.length) && before.length === after.length
      ? (before as T)
      : after;
  }
  if (!isObject(before) || !isObject(after)) return after;
  const isSame = sharedMembers(before, after);
  return isSame ? (before as T) : after;
}

type Members = Record<string, unknown>;

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sharedAll(before: readonly unknown[], after: unknown[], length: number): boolean {
  let isSame = true;
  for (let at = 0; at < length; at += 1) {
    const kept = keepSame(before[at], after[at]);
    if (kept !== after[at]) after[at] = kept;
    if (at >= before.length || !Object.is(kept, before[at])) isSame = false;
  }
  return isSame;
}

function sharedMembers(before: Members, after: Members): boolean {
  let isSame = true;
  let count = 0;
  for (const name of Object.keys(after)) {
    count += 1;
    // Names may be a server's: what every object has by them was not there before.
    if (!Object.hasOwn(before, name)) {
      isSame = false;
      continue;
    }
    const kept = keepSame(before[name], after[name]);
    if (kept !== after[name]) after[name] = kept;
    if (!Object.is(kept, before[name])) isSame = false;
  }
  return isSame && Object.keys(before).length === count;
}

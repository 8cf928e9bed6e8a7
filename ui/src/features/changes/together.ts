// What was written from here and what was found by reading, as one list, newest first. Pure.
import type { ChangeEntry } from "../../host/generated/ChangeEntry";
import type { FoundChange } from "../../host/generated/FoundChange";

export type Item =
  | { kind: "own"; at: string; entry: ChangeEntry }
  | { kind: "found"; at: string; found: FoundChange };

/** A change that was found stands where it was seen first. None before `oldest`, where that is given. */
export function together(
  entries: readonly ChangeEntry[],
  found: readonly FoundChange[],
  oldest: string | undefined,
): Item[] {
  const items: Item[] = [
    ...entries.map((entry): Item => ({ kind: "own", at: entry.at, entry })),
    ...found
      .filter(({ seenAt }) => oldest === undefined || timeOf(seenAt) >= timeOf(oldest))
      .map((it): Item => ({ kind: "found", at: it.seenAt, found: it })),
  ];
  return items.sort((one, other) => timeOf(other.at) - timeOf(one.at));
}

function timeOf(at: string): number {
  return Date.parse(at);
}

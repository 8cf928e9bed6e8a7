// Which words of a value are other words now: what both begin and end with is left unmarked. Pure.

export interface DiffPart {
  text: string;
  changed: boolean;
}

export interface WordDiff {
  before: DiffPart[];
  after: DiffPart[];
}

/** Marks what is different in two texts, whole words at a time. */
export function wordDiff(before: string, after: string): WordDiff {
  const old = words(before);
  const now = words(after);
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return { before: parts(old, head, tail), after: parts(now, head, tail) };
}

function words(text: string): string[] {
  return text.split(/(?<=\s)(?=\S)|(?<=\S)(?=\s)/);
}

function parts(all: readonly string[], head: number, tail: number): DiffPart[] {
  const end = all.length - tail;
  return [
    { text: all.slice(0, head).join(""), changed: false },
    { text: all.slice(head, end).join(""), changed: true },
    { text: all.slice(end).join(""), changed: false },
  ].filter(({ text }) => text !== "");
}

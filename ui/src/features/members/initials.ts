// One or two letters for a name that is not read in full. Pure.

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) return segment;
  return "";
}

/** The first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._@-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const [first = "", ...rest] = words;
  return `${firstLetter(first)}${firstLetter(rest.at(-1) ?? "")}`.toLocaleUpperCase();
}

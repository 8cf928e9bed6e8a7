// One or two letters for a name that is not read in full, in any script. Pure.

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function lettersOf(word = ""): string[] {
  return Array.from(letters.segment(word), ({ segment }) => segment);
}

/** The first letters of the first and the last word, or the first two of one word; a question mark where there is none. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== "");
  const [first = "?", next = ""] = lettersOf(words[0]);
  const second = words.length > 1 ? lettersOf(words.at(-1))[0] : next;
  return `${first}${second ?? ""}`.toLocaleUpperCase();
}

// Which letters of a text answer to what was typed, without letter case, accents and ligatures. Pure.

const SPELLED: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ß: "ss",
  ı: "i",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
};

interface Folded {
  text: string;
  /** For each letter where it comes from, and the end. */
  from: number[];
}

function foldedWithPlaces(text: string): Folded {
  let folded = "";
  const from: number[] = [];
  let at = 0;
  for (const letter of text) {
    const plain = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    for (const part of plain) {
      const letters = SPELLED[part] ?? part;
      from.push(...Array.from({ length: letters.length }, () => at));
      folded += letters;
    }
    at += letter.length;
  }
  from.push(text.length);
  return { text: folded, from };
}

/** A text as it is compared: "Kjærgård" is "kjaergard". */
export function folded(text: string): string {
  return foldedWithPlaces(text).text;
}

export interface Match {
  /** The lower the better: at the beginning, at the beginning of a word, inside, letters with gaps. */
  distance: number;
  /** The parts of the text that answer. */
  ranges: readonly (readonly [number, number])[];
}

/** The most for letters in one piece: those inside of a word, and one more where they are of a subtitle. */
const IN_ONE_PIECE = 3;

/** Whether a distance is of letters that stand here and there. */
export function isScattered(distance: number): boolean {
  return distance > IN_ONE_PIECE && distance !== Infinity;
}

/** How a text answers to what was typed; undefined when it does not. Nothing typed matches everything. */
export function match(typed: string, text: string): Match | undefined {
  const wanted = folded(typed.trim());
  if (wanted === "") return { distance: 0, ranges: [] };
  const { text: plain, from } = foldedWithPlaces(text);
  const range = (start: number, end: number): readonly [number, number] => {
    const first = from[start] ?? 0;
    const behind = from.slice(end).find((place) => place > (from[end - 1] ?? 0));
    return [first, behind ?? text.length];
  };
  const at = plain.indexOf(wanted);
  if (at >= 0) {
    const inWord = at > 0 && /[\p{L}\p{N}]/u.test(plain.charAt(at - 1));
    return { distance: at === 0 ? 0 : inWord ? 2 : 1, ranges: [range(at, at + wanted.length)] };
  }
  return apart(wanted.replace(/\s+/g, ""), plain, range);
}

function apart(
  wanted: string,
  plain: string,
  range: (start: number, end: number) => readonly [number, number],
): Match | undefined {
  const places: number[] = [];
  let next = 0;
  for (const letter of wanted) {
    const at = plain.indexOf(letter, next);
    if (at < 0) return undefined;
    places.push(at);
    next = at + 1;
  }
  const gaps = (places.at(-1) ?? 0) - (places[0] ?? 0) + 1 - places.length;
  // Letters that lie far apart are found in every long text.
  if (gaps > wanted.length * 2) return undefined;
  return { distance: IN_ONE_PIECE + gaps, ranges: places.map((at) => range(at, at + 1)) };
}

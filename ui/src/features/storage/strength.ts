// How good a passphrase is, in words: a hint while it is typed, never a rule beyond its length. Pure.

/** What the backend asks for at least, in characters. */
export const SHORTEST = 12;

export interface Strength {
  word: "too short" | "easily guessed" | "fair" | "good" | "strong";
  /** The word with what would make it better. */
  sentence: string;
}

/** Judges what was typed so far; nothing for nothing. */
export function strengthOf(passphrase: string): Strength | undefined {
  const length = lengthOf(passphrase);
  if (length === 0) return undefined;
  if (length < SHORTEST) {
    const missing = SHORTEST - length;
    return { word: "too short", sentence: `Too short: ${missing} more to go.` };
  }
  const { bits, predictable } = measure(passphrase);
  if (predictable > length / 2) {
    return {
      word: "easily guessed",
      sentence: "Easily guessed: it repeats itself or follows the keyboard.",
    };
  }
  if (bits < 48) return { word: "fair", sentence: "Fair. Another word makes it much better." };
  if (bits < 80) return { word: "good", sentence: "Good." };
  return { word: "strong", sentence: "Strong." };
}

/** Characters as people count them, not the halves of a surrogate pair. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

const ROWS = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "0123456789"];

/** A rough measure: what each character adds, little where it only goes on with what stands before it. */
function measure(passphrase: string): { bits: number; predictable: number } {
  const characters = Array.from(passphrase);
  const perCharacter = Math.log2(alphabetOf(passphrase));
  const seen = new Set<string>();
  let bits = 0;
  let predictable = 0;
  characters.forEach((character, index) => {
    const before = characters[index - 1];
    const pair = `${before ?? ""}${character}`;
    const goesOn = before !== undefined && (before === character || followsOn(before, character));
    if (goesOn || seen.has(pair)) predictable += 1;
    else bits += isLetter(character) ? perCharacter / 2 : perCharacter;
    seen.add(pair);
  });
  return { bits, predictable };
}

function followsOn(before: string, character: string): boolean {
  const pair = `${before}${character}`.toLowerCase();
  const turned = `${character}${before}`.toLowerCase();
  return ROWS.some((row) => row.includes(pair) || row.includes(turned));
}

/** Words have about half of what letters by chance have. */
function isLetter(character: string): boolean {
  return /\p{L}/u.test(character);
}

function alphabetOf(passphrase: string): number {
  let size = 0;
  if (/\p{Ll}/u.test(passphrase)) size += 26;
  if (/\p{Lu}/u.test(passphrase)) size += 26;
  if (/\p{N}/u.test(passphrase)) size += 10;
  if (/[^\p{L}\p{N}]/u.test(passphrase)) size += 20;
  return Math.max(size, 2);
}

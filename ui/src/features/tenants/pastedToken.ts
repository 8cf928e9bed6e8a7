// What comes along when a token is pasted: white space, quotes, the scheme of the header. Pure.

export interface Noticed {
  /** What came along, as words for a sentence. */
  found: string[];
  /** The token without it. */
  cleaned: string;
}

/** What in a pasted token is hardly part of it; undefined if nothing. */
export function noticeInToken(text: string): Noticed | undefined {
  const found: string[] = [];
  let cleaned = text;
  const strip = (pattern: RegExp, words: string) => {
    const next = cleaned.replace(pattern, "");
    if (next === cleaned) return;
    cleaned = next;
    if (!found.includes(words)) found.push(words);
  };
  // Quotes may stand around the scheme or behind it, and white space around both: twice is enough.
  for (let round = 0; round < 2; round += 1) {
    strip(/^\s+|\s+$/g, "white space around it");
    strip(/^authorization\s*:\s*/i, "the header's name");
    if (/^(["'`“”]).*["'`“”]$/s.test(cleaned)) strip(/^["'`“”]|["'`“”]$/g, "quotes");
    strip(/^bearer\s+/i, "the word Bearer");
  }
  strip(/\s+/g, "white space inside");
  return found.length > 0 && cleaned !== "" ? { found, cleaned } : undefined;
}

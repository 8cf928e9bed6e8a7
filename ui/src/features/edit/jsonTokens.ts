// The words of JSON text for their colours, also of text that is not complete. Pure.

export type TokenKind = "key" | "string" | "number" | "word" | "other";

export interface Token {
  from: number;
  to: number;
  kind: TokenKind;
}

const WORDS = /("(?:[^"\\\n]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** All of the text in pieces, in order. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  const add = (to: number, kind: TokenKind) => {
    if (to > at) found.push({ from: at, to, kind });
    at = Math.max(at, to);
  };
  for (const match of text.matchAll(WORDS)) {
    const [, string, colon, number] = match;
    add(match.index, "other");
    if (string !== undefined) {
      add(match.index + string.length, colon === undefined ? "string" : "key");
    } else add(match.index + match[0].length, number === undefined ? "word" : "number");
  }
  add(text.length, "other");
  return found;
}

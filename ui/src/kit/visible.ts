// Text from elsewhere with its invisible characters made visible: controls, bidi overrides, zero width. Pure.

export interface VisiblePart {
  text: string;
  /** Whether `text` is the name of a character that would not be seen, e.g. "U+202E". */
  hidden: boolean;
}

// C0 and C1 controls, bidi marks, embeddings, overrides and isolates, and what has no width.
// The joiners U+200C and U+200D stay: Persian and emoji are written with them.
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- these characters are what it is for
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;

const ANY_HIDDEN = new RegExp(HIDDEN.source, "u");

/** Whether a text is seen as it is: nothing in it has to be made visible. */
export function isPlain(text: string): boolean {
  return !ANY_HIDDEN.test(text);
}

/** `lines` leaves line breaks and tabs as they are, for text that is shown in several lines. */
export function visibleParts(text: string, lines = false): VisiblePart[] {
  const parts: VisiblePart[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (lines && LAYOUT.has(match[0])) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), hidden: false });
    parts.push({ text: codePoint(match[0]), hidden: true });
    from = match.index + match[0].length;
  }
  if (from < text.length || parts.length === 0)
    parts.push({ text: text.slice(from), hidden: false });
  return parts;
}

const LAYOUT = new Set(["\n", "\t"]);

/** The same as one string, for labels that screen readers hear. */
export function visibleText(text: string): string {
  if (isPlain(text)) return text;
  return visibleParts(text)
    .map((part) => (part.hidden ? `[${part.text}]` : part.text))
    .join("");
}

/** A hint of several lines: each part on its own, what is absent left out, nothing in a part hidden. */
export function hintLines(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== "")
    .map((part) => visibleText(part ?? ""))
    .join("\n");
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

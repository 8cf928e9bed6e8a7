// Text as numbered lines, each short enough to draw.

/** A line longer than this is folded. */
const LONGEST = 2_000;

/** A line to draw. */
export interface TextLine {
  /** Its number, from 1; absent on the folds of a long line. */
  number?: number;
  text: string;
}

let last: { text: string; lines: TextLine[] } | undefined;

function split(text: string): TextLine[] {
  const lines: TextLine[] = [];
  for (const [place, line] of text.split(/\r\n|\n|\r/).entries()) {
    lines.push({ number: place + 1, text: line.slice(0, LONGEST) });
    for (let at = LONGEST; at < line.length; at += LONGEST) {
      lines.push({ text: line.slice(at, at + LONGEST) });
    }
  }
  return lines;
}

/** The lines of a text; the last text asked for is remembered, because scrolling asks again and again. */
export function linesOf(text: string): TextLine[] {
  if (last?.text !== text) last = { text, lines: split(text) };
  return last.lines;
}

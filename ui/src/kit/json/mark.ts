// A remark on a place in a text: drawn in the gutter and listed below.

/** How much a remark matters. */
export type MarkTone = "danger" | "warn" | "info";

/** A remark on a line. */
export interface Mark {
  /** The line, from 1. */
  line: number;
  tone: MarkTone;
  /** What it says, on hover. */
  text: string;
}

/** The mark of each line that has one: as grave as the gravest, with the words of all. */
export function marksByLine(marks: readonly Mark[]): Map<number, Mark> {
  const order: MarkTone[] = ["info", "warn", "danger"];
  const byLine = new Map<number, Mark>();
  for (const mark of marks) {
    const other = byLine.get(mark.line);
    if (!other) {
      byLine.set(mark.line, mark);
      continue;
    }
    const graver = order.indexOf(mark.tone) > order.indexOf(other.tone) ? mark : other;
    const text = graver === mark ? `${mark.text}\n${other.text}` : `${other.text}\n${mark.text}`;
    byLine.set(mark.line, { ...graver, text });
  }
  return byLine;
}

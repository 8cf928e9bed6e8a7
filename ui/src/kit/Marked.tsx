// A text in which the letters that were looked for are marked.
import { match } from "./fuzzy";
import styles from "./Marked.module.css";
import { UserText } from "./UserText";
import { visibleText } from "./visible";

interface MarkedProps {
  text: string;
  /** What was typed. */
  typed: string;
  className?: string | undefined;
}

export function Marked({ text, typed, className }: MarkedProps) {
  const ranges = match(typed, text)?.ranges ?? [];
  if (ranges.length === 0) return <UserText text={text} className={className} />;
  const parts: { text: string; hit: boolean }[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) parts.push({ text: text.slice(at, start), hit: false });
    parts.push({ text: text.slice(Math.max(at, start), end), hit: true });
    at = Math.max(at, end);
  }
  parts.push({ text: text.slice(at), hit: false });
  return (
    <bdi dir="auto" className={className}>
      {parts.map((part, place) =>
        part.hit ? (
          <mark key={place} className={styles.hit}>
            {visibleText(part.text)}
          </mark>
        ) : (
          visibleText(part.text)
        ),
      )}
    </bdi>
  );
}

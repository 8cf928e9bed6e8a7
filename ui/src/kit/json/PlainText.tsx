// Long or foreign text as it is: lines of one height, drawn as they come into view.
import { useState } from "react";

import { useRows } from "../grid/useRows";
import styles from "./json.module.css";
import { linesOf } from "./lines";

interface PlainTextProps {
  /** The accessible name. */
  label: string;
  text: string;
}

/** The text in lines; a line that is too long for a browser is folded into several. */
export function PlainText({ label, text }: PlainTextProps) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const lines = linesOf(text);
  const drawn = useRows({ scroller, count: lines.length });
  return (
    <div
      ref={setScroller}
      role="textbox"
      aria-multiline
      aria-readonly
      aria-label={label}
      tabIndex={0}
      className={styles.plain}
      style={{ overflow: "auto", contain: "strict" }}
    >
      <div className={styles.plainCanvas} style={{ height: drawn.height }}>
        {drawn.rows.map(({ index, top }) => (
          <div
            key={index}
            className={styles.plainLine}
            style={{ transform: `translateY(${top}px)` }}
          >
            <i className={styles.number}>{lines[index]?.number}</i>
            <span>{lines[index]?.text}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

// Text that is not JSON, exactly as received: a web page, a plain message.
import { CopyButton } from "../CopyButton";
import { formatBytes, formatNumber } from "../format";
import styles from "./json.module.css";
import { linesOf } from "./lines";
import { PlainText } from "./PlainText";

interface TextPaneProps {
  /** The accessible name. */
  label: string;
  text: string;
  copy: (text: string) => Promise<void>;
  /** Something to know about it. */
  note?: string | undefined;
}

export function TextPane({ label, text, copy, note }: TextPaneProps) {
  const lines = linesOf(text).at(-1)?.number ?? 1;
  const size = formatBytes(new TextEncoder().encode(text).length);
  return (
    <div className={styles.pane}>
      <div className={styles.tools}>
        <span className={styles.size}>
          {formatNumber(lines)} {lines === 1 ? "line" : "lines"}, {size}
          {note === undefined ? "" : `, ${note}`}
        </span>
        <span className={styles.push} />
        <CopyButton label="Copy as received" copy={() => copy(text)} />
      </div>
      <div className={styles.view} data-testid="plain-text">
        <PlainText label={label} text={text} />
      </div>
    </div>
  );
}

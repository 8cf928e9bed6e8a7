// The sentence under a table that takes long: what is read, since when, and Cancel.
import { useSeconds, useWaitPhase } from "../../kit/waiting";
import { WaitLine } from "../../kit/WaitLine";
import styles from "./directory.module.css";
import { useReading } from "./progress";
import { readingWords } from "./shown";
import type { TableRows } from "./useTableRows";

export function ListWait({ plural, rows }: { plural: string; rows: TableRows }) {
  const reading = useReading(rows.progress);
  const phase = useWaitPhase(reading !== undefined);
  const seconds = useSeconds(reading !== undefined);
  if (phase !== "sentence" && phase !== "long") return null;
  return (
    <div className={styles.wait} data-testid="list-wait">
      <WaitLine
        sentence={readingWords(plural, reading, phase === "long")}
        seconds={seconds}
        onCancel={rows.cancel}
      />
    </div>
  );
}

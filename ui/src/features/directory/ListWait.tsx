// The sentence under a table that takes long: what is read, since when, and Cancel.
import { useSeconds, useWaitPhase } from "../../kit/waiting";
import { WaitLine } from "../../kit/WaitLine";
import { PauseLine } from "../pacing/PauseLine";
import { usePause } from "../pacing/usePause";
import styles from "./directory.module.css";
import { useReading } from "./progress";
import { readingWords } from "./shown";
import type { TableRows } from "./useTableRows";

interface ListWaitProps {
  tenantId: string;
  plural: string;
  rows: TableRows;
}

export function ListWait({ tenantId, plural, rows }: ListWaitProps) {
  const reading = useReading(rows.progress);
  const phase = useWaitPhase(reading !== undefined);
  const seconds = useSeconds(reading !== undefined);
  const pause = usePause(tenantId);
  if (reading !== undefined && pause) {
    return (
      <div className={styles.wait} data-testid="list-wait">
        <PauseLine tenantId={tenantId} pause={pause} onCancel={rows.cancel} />
      </div>
    );
  }
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

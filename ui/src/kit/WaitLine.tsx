// The sentence of a long wait: what is being read, for how long, and Cancel.
import { Button } from "./Button";
import { Progress } from "./Spinner";
import styles from "./WaitLine.module.css";

interface WaitLineProps {
  /** E.g. "Reading users 301 to 400". */
  sentence: string;
  /** For how long it has been waited. */
  seconds?: number | undefined;
  /** Said instead: how long it will still take. */
  time?: string | undefined;
  onCancel?: (() => void) | undefined;
  cancelWord?: string | undefined;
}

export function WaitLine(props: WaitLineProps) {
  const { sentence, seconds = 0, time, onCancel, cancelWord = "Cancel" } = props;
  return (
    <div className={styles.line}>
      <Progress label={sentence} className={styles.bar} />
      <span role="status" className={styles.sentence}>
        {sentence}
      </span>
      <span className={styles.seconds}>{time ?? `${seconds} s`}</span>
      {onCancel && (
        <Button small onClick={onCancel}>
          {cancelWord}
        </Button>
      )}
    </div>
  );
}

/** A grey bar where text will be. */
export function Skeleton({ width }: { width: string }) {
  return <span aria-hidden="true" className={styles.skeleton} style={{ width }} />;
}

// The line under a table that says which rows in view could not be read, why, and what to do: once, not in each row.
import { CircleAlert, CircleSlash } from "lucide-react";

import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { UserText } from "../../kit/UserText";
import { hintLines } from "../../kit/visible";
import { inSentence } from "../../state/plural";
import styles from "./directory.module.css";
import type { Gap } from "./gaps";

interface GapLineProps {
  gap: Gap;
  plural: string;
  onRetry: () => void;
  onExchange: (id: string) => void;
}

export function GapLine({ gap, plural, onRetry, onExchange }: GapLineProps) {
  const { reason, said, exchange } = gap;
  const rows = `${formatNumber(gap.first + 1)} to ${formatNumber(gap.last + 1)}`;
  return (
    <div className={styles.gap} role="alert" data-testid="list-gap">
      {reason === undefined ? (
        <CircleSlash size={16} aria-hidden="true" />
      ) : (
        <CircleAlert size={16} aria-hidden="true" className={styles.gapFailed} />
      )}
      <p
        className={styles.gapText}
        title={reason && hintLines(reason, ...(said?.split("\n") ?? []))}
      >
        <strong>
          {plural} {rows} were not read.
        </strong>{" "}
        {reason === undefined ? (
          `Reading was cancelled; the other ${inSentence(plural)} are complete.`
        ) : (
          <UserText text={reason} />
        )}
        {said !== undefined && (
          <>
            {" "}
            <UserText text={inOneLine(said)} className="mono" />
          </>
        )}
      </p>
      <Button small onClick={onRetry}>
        Try again
      </Button>
      {exchange !== undefined && (
        <Button small onClick={() => onExchange(exchange)}>
          Show request
        </Button>
      )}
    </div>
  );
}

/** "500 Internal Server Error: try later": status and detail come in lines of their own. */
function inOneLine(said: string): string {
  return said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(": ");
}

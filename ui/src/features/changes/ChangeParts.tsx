// Parts of an entry of the change log: its outcome, what undid it, the way to its resource, the button that undoes it.
import { Undo2 } from "lucide-react";

import type { ChangeEntry } from "../../host/generated/ChangeEntry";
import type { ChangeOutcome } from "../../host/generated/ChangeOutcome";
import { Button } from "../../kit/Button";
import { Tag } from "../../kit/Tag";
import styles from "./changes.module.css";
import { outcomeNames, outcomeTones } from "./words";

export function OutcomeWord({ outcome }: { outcome: ChangeOutcome }) {
  return (
    <span className={styles.outcome} data-tone={outcomeTones[outcome]}>
      {outcomeNames[outcome]}
    </span>
  );
}

/** Whether it undid another change, or was undone itself. */
export function UndoMarks({ entry: { undoes, undoneBy } }: { entry: ChangeEntry }) {
  return (
    <>
      {undoes !== undefined && <Tag tone="info">undo</Tag>}
      {undoneBy !== undefined && <Tag tone="line">undone</Tag>}
    </>
  );
}

interface UndoButtonProps {
  entry: ChangeEntry;
  onUndo: (change: string) => void;
  busy?: boolean | undefined;
  /** It stands in a table, whose arrows move within it. */
  inTable?: boolean | undefined;
}

/** Nothing where the change cannot be undone. */
export function UndoButton({ entry, onUndo, busy, inTable }: UndoButtonProps) {
  if (!entry.canUndo) return null;
  return (
    <Button
      small
      busy={busy}
      tabIndex={inTable ? -1 : undefined}
      aria-label={inTable ? `Undo: ${entry.words}` : undefined}
      icon={<Undo2 size={12} aria-hidden="true" />}
      onClick={(event) => {
        event.stopPropagation();
        onUndo(entry.change);
      }}
      data-testid="change-undo"
    >
      Undo…
    </Button>
  );
}

// The box that checks a row: before its first cell, seen while the row is pointed at or while any row is checked. Keys
// check the row that has the cursor, so that the table stays one tab stop.
import type { Row } from "../../host/generated/Row";
import { visibleText } from "../../kit/visible";
import styles from "./checked.module.css";

interface RowCheckProps {
  row: Row;
  checked: boolean;
  onToggle: (row: Row) => void;
}

export function RowCheck({ row, checked, onToggle }: RowCheckProps) {
  if (row.id === undefined) return null;
  return (
    // Pressing it is not pressing the row: the cursor and the focus stay where they are.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- "x" does the same
    <span
      className={styles.check}
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Check ${visibleText(row.title)}`}
        checked={checked}
        onChange={() => onToggle(row)}
        data-testid="row-check"
      />
    </span>
  );
}

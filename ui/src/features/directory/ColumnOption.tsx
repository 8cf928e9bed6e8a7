// One attribute in the chooser of columns.
import { Check, GripVertical } from "lucide-react";
import type { PointerEvent } from "react";

import type { Column } from "../../host/generated/Column";
import { UserText } from "../../kit/UserText";
import { hintLines } from "../../kit/visible";
import { chooserName } from "./columnChoice";
import styles from "./columns.module.css";

interface ColumnOptionProps {
  column: Column;
  checked: boolean;
  /** It is the last one shown: a table has at least one column. */
  fixed: boolean;
  /** Takes part in the tab order. */
  stop: boolean;
  dragged: boolean;
  onToggle: () => void;
  /** For those that can be moved. */
  onDrag?: ((down: PointerEvent<HTMLElement>) => void) | undefined;
}

export function ColumnOption(props: ColumnOptionProps) {
  const { column, checked, fixed, stop, dragged, onToggle, onDrag } = props;
  return (
    <div className={styles.option} data-dragged={dragged || undefined}>
      <span
        aria-hidden
        className={styles.grip}
        data-movable={onDrag !== undefined}
        onPointerDown={onDrag}
      >
        <GripVertical size={12} />
      </span>
      <button
        type="button"
        role="checkbox"
        aria-checked={checked}
        aria-disabled={fixed || undefined}
        aria-keyshortcuts={onDrag ? "Alt+ArrowUp Alt+ArrowDown" : undefined}
        data-testid={`column-option-${column.path}`}
        data-path={column.path}
        tabIndex={stop ? 0 : -1}
        className={styles.choice}
        title={hintLines(column.path, column.description)}
        onClick={fixed ? undefined : onToggle}
      >
        <span className={styles.box}>
          {checked && <Check size={11} strokeWidth={3} aria-hidden />}
        </span>
        <UserText text={chooserName(column)} className={styles.name} />
        {column.multiValued && <span className={styles.many}>many</span>}
      </button>
    </div>
  );
}

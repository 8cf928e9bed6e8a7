// The header row of a grid: sorts, and sizes its columns by pointer and by key.
import { ArrowDown, ArrowUp } from "lucide-react";
import { type PointerEvent, useId } from "react";

import { type GridColumn, heldWidth } from "./columns";
import { HEADER } from "./cursor";
import styles from "./grid.module.css";

interface GridHeaderProps {
  columns: readonly GridColumn[];
  template: string;
  /** The column whose header takes the focus. */
  stop: number | undefined;
  onSort: ((column: string) => void) | undefined;
  /** `undefined` gives the column back to the grid. */
  onWidth: ((column: string, width: number | undefined) => void) | undefined;
}

function SortMark({ sort }: { sort: GridColumn["sort"] }) {
  if (sort === "ascending") return <ArrowUp size={12} strokeWidth={2} aria-hidden />;
  if (sort === "descending") return <ArrowDown size={12} strokeWidth={2} aria-hidden />;
  return null;
}

function Edge({ onWidth }: { onWidth: (width: number | undefined) => void }) {
  const start = (down: PointerEvent<HTMLSpanElement>) => {
    const header = down.currentTarget.parentElement;
    if (down.button !== 0 || !header) return;
    down.preventDefault();
    const handle = down.currentTarget;
    const width = header.getBoundingClientRect().width - down.clientX;
    handle.setPointerCapture(down.pointerId);
    const drag = (move: globalThis.PointerEvent) => onWidth(heldWidth(width + move.clientX));
    const stop = () => handle.removeEventListener("pointermove", drag);
    handle.addEventListener("pointermove", drag);
    handle.addEventListener("pointerup", stop, { once: true });
    handle.addEventListener("pointercancel", stop, { once: true });
  };
  return (
    <span
      aria-hidden
      className={styles.edge}
      onPointerDown={start}
      onDoubleClick={() => onWidth(undefined)}
    />
  );
}

/** The header row; row index 1 of the grid. */
export function GridHeader({ columns, template, stop, onSort, onWidth }: GridHeaderProps) {
  const reason = useId();
  return (
    <>
      <div
        role="row"
        aria-rowindex={1}
        data-row={HEADER}
        className={styles.header}
        style={{ gridTemplateColumns: template }}
      >
        {columns.map((column, place) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid hears the keys of its cells
          <div
            key={column.id}
            role="columnheader"
            data-testid={`grid-header-${column.id}`}
            data-column={place}
            data-align={column.align}
            aria-colindex={place + 1}
            aria-label={column.label}
            aria-sort={column.sort}
            aria-disabled={column.refused === undefined ? undefined : true}
            aria-describedby={column.refused === undefined ? undefined : `${reason}-${place}`}
            aria-keyshortcuts={onWidth ? "Shift+ArrowLeft Shift+ArrowRight" : undefined}
            className={styles.heading}
            tabIndex={stop === place ? 0 : -1}
            title={[column.hint ?? column.label, column.refused].filter(Boolean).join("\n")}
            onClick={column.sort === undefined ? undefined : () => onSort?.(column.id)}
          >
            <span className={styles.cut}>{column.label}</span>
            {column.tag !== undefined && <span className={styles.tag}>{column.tag}</span>}
            <SortMark sort={column.sort} />
            {onWidth && <Edge onWidth={(width) => onWidth(column.id, width)} />}
          </div>
        ))}
      </div>
      <div hidden>
        {columns.map((column, place) => (
          <span key={column.id} id={`${reason}-${place}`}>
            {column.refused}
          </span>
        ))}
      </div>
    </>
  );
}

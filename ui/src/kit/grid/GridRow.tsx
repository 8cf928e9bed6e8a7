// One row of a grid: its cells, a skeleton of them, or that it could not be read.
import { memo, type ReactNode } from "react";

import type { GridColumn } from "./columns";
import styles from "./grid.module.css";

/** What is known of a row. Keep it the same object while it says the same: rows are memoised by it. */
export type GridSlot<T> =
  | { kind: "ready"; value: T; id?: string | undefined; dimmed?: boolean }
  | { kind: "waiting" }
  /** It could not be read; whoever owns the grid says why, once for all such rows. */
  | { kind: "failed" };

interface GridRowProps<T> {
  index: number;
  top: number;
  slot: GridSlot<T>;
  columns: readonly GridColumn[];
  template: string;
  cell: (value: T, column: string) => ReactNode;
  testId: string;
  /** Whether the cursor is in this row. */
  selected: boolean;
  /** The column that takes the focus; absent when no cell of this row does. */
  stop: number | undefined;
}

// Widths of skeleton bars, so that a page of them does not look like a table of equal values.
const BARS = [62, 48, 70, 40, 55, 78, 44, 66, 52, 58];

function Waiting({ row, column }: { row: number; column: number }) {
  const width = BARS[(row * 3 + column * 7) % BARS.length] ?? 60;
  return <span className={styles.skeleton} style={{ width: `${width}%` }} />;
}

function FailedCell({ stop }: { stop: boolean }) {
  return (
    <div role="gridcell" aria-colindex={1} className={styles.failed} tabIndex={stop ? 0 : -1}>
      not read
    </div>
  );
}

function DrawnGridRow<T>(props: GridRowProps<T>) {
  const { index, top, slot, columns, template, cell, testId, selected, stop } = props;
  const ready = slot.kind === "ready";
  return (
    <div
      role="row"
      data-testid={testId}
      data-row={index}
      data-id={ready ? slot.id : undefined}
      data-dimmed={ready && slot.dimmed ? true : undefined}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={slot.kind === "waiting" || undefined}
      className={styles.row}
      style={{
        position: "absolute",
        height: "var(--h-row)",
        gridTemplateColumns: slot.kind === "failed" ? "minmax(0, 1fr)" : template,
        transform: `translateY(${top}px)`,
      }}
    >
      {slot.kind === "failed" ? (
        <FailedCell stop={stop !== undefined} />
      ) : (
        columns.map((column, place) => (
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={place + 1}
            data-column={place}
            data-align={column.align}
            className={styles.cell}
            tabIndex={stop === place ? 0 : -1}
          >
            {ready ? cell(slot.value, column.id) : <Waiting row={index} column={place} />}
          </div>
        ))
      )}
    </div>
  );
}

/** A row, drawn again only when something of it changed. */
export const GridRow = memo(DrawnGridRow) as typeof DrawnGridRow;

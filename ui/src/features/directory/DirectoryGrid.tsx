// The grid of a directory: its columns, its cells, and where it was scrolled to.
import { CopyPlus, FilterX } from "lucide-react";
import type { ReactNode } from "react";

import type { Columns } from "../../host/generated/Columns";
import type { Sort } from "../../host/generated/Sort";
import { Grid } from "../../kit/grid/Grid";
import { useNow } from "../../kit/Time";
import { useStateOf } from "../../kit/useStateOf";
import { cellView } from "./CellView";
import checkedStyles from "./checked.module.css";
import styles from "./directory.module.css";
import { leave, leftAs, nameOf, type Table } from "./memory";
import { RowCheck } from "./RowCheck";
import type { TableRow } from "./slots";
import { gridColumns, nextSort } from "./tableColumns";
import type { Checked } from "./useChecked";
import { useColumnWidths } from "./useColumnWidths";
import { isNameless, useReferenceTitles } from "./useReferenceTitles";
import type { Selection } from "./useSelection";
import type { TableRows } from "./useTableRows";

interface DirectoryGridProps {
  table: Table;
  label: string;
  columns: Columns;
  sort: Sort | undefined;
  onSort: (sort: Sort | undefined) => void;
  filter: string;
  rows: TableRows;
  selection: Selection;
  checked: Checked;
  onOpen: (index: number) => void;
  /** A row was pressed. */
  onPointed: (() => void) | undefined;
}

/** Rows drawn while it is not known how many there are. */
const UNKNOWN_ROWS = 30;

/** A resource that an earlier row has already: the list moved while it was read, or the server repeats itself. */
function Repeated({ children }: { children: ReactNode }) {
  return (
    <span className={styles.repeated}>
      <CopyPlus size={12} role="img" aria-label="An earlier row has the same id" />
      {children}
    </span>
  );
}

/** A resource for which the filter does not hold: the server ignored it. */
function Misfit({ children }: { children: ReactNode }) {
  return (
    <span className={styles.repeated}>
      <FilterX size={12} role="img" aria-label="Does not match the filter" />
      {children}
    </span>
  );
}

export function DirectoryGrid(props: DirectoryGridProps) {
  const { table, label, columns, sort, onSort, filter, rows, selection, onOpen, onPointed } = props;
  const { checked } = props;
  const [widths, setWidth] = useColumnWidths(table);
  const order = JSON.stringify([nameOf(table), sort ?? null, filter]);
  // Another order is shown from its top.
  const [entered] = useStateOf(nameOf(table), () => ({
    order,
    scrollTop: leftAs(table).scrollTop,
  }));
  const titles = useReferenceTitles(table.tenantId, rows);
  const now = useNow();
  const cell = ({ columns: drawn, row }: TableRow, path: string) => {
    const value = row.cells[drawn.indexOf(path)];
    const name = value && isNameless(value) ? titles.get(value.target) : undefined;
    const drawnCell = cellView({ cell: value, path, now, name });
    if (drawn[0] !== path) return drawnCell;
    return (
      <>
        <RowCheck
          row={row}
          checked={row.id !== undefined && checked.rows.has(row.id)}
          onToggle={checked.toggle}
        />
        {row.misfit ? (
          <Misfit>{drawnCell}</Misfit>
        ) : row.duplicate ? (
          <Repeated>{drawnCell}</Repeated>
        ) : (
          drawnCell
        )}
      </>
    );
  };
  const count = rows.summary?.rowCount;
  return (
    <div className={checkedStyles.checkable} data-any={checked.rows.size > 0 || undefined}>
      <Grid
        label={label}
        testId="grid"
        rowTestId="grid-row"
        columns={gridColumns(columns, sort)}
        widths={widths}
        onWidth={setWidth}
        onSort={(path) => onSort(nextSort(columns, path, sort))}
        order={order}
        rowCount={count ?? UNKNOWN_ROWS}
        total={count ?? -1}
        slot={rows.slot}
        cell={cell}
        cursor={selection.cursor}
        selectedRow={selection.selectedRow}
        onCursor={(cursor, by) => {
          selection.onCursor(cursor, by);
          if (by === "pointer") onPointed?.();
        }}
        onOpen={onOpen}
        onView={rows.onView}
        scrollTop={entered.order === order ? entered.scrollTop : 0}
        onScrollTop={(top) => leave(table, { scrollTop: top })}
        autoFocus
        busy={count === undefined}
      />
    </div>
  );
}

// The cursor of a table and the resource that the inspector shows: the place says which, the cursor moves it.
import { useEffect } from "react";

import type { GridCursor } from "../../kit/grid/cursor";
import { useStateOf } from "../../kit/useStateOf";
import { useNavigate } from "../../state/navigation";
import { leave, leftAs, nameOf, type Table } from "./memory";
import type { TableRows } from "./useTableRows";

/** The inspector follows the cursor when it has rested this long. */
const FOLLOW_MS = 120;

export interface Selection {
  cursor: GridCursor;
  /** The row of the resource that is shown, or will be when the cursor rests. */
  selectedRow: number | undefined;
  /** The resource to show. */
  id: string | undefined;
  onCursor: (cursor: GridCursor, by: "key" | "pointer") => void;
  /** The rows have another order now: the cursor starts again, what is shown stays. */
  restart: () => void;
}

interface Where {
  cursor: GridCursor;
  /** The row that the cursor was on last; the header is none. */
  row: number | undefined;
  /** The resource of that row, once the place names it. */
  put: string | undefined;
  /** The cursor has not rested yet. */
  moving: boolean;
  /** The filter of the rows that it moves among. */
  filter: string;
}

function started(table: Table, filter: string): Where {
  const { cursor, id } = leftAs(table);
  return { cursor, row: cursor.row, put: id, moving: false, filter };
}

/** Before the first row of a list. */
function atTop({ row, column }: GridCursor, filter: string): Where {
  const cursor = { row: Math.min(0, row), column };
  return { cursor, row: undefined, put: undefined, moving: false, filter };
}

interface Selected {
  /** The resource that the place names. */
  selectedId: string | undefined;
  /** The filter of the list, for the place. */
  filter: string;
  rows: TableRows;
}

/** Follows the cursor with the place; a place that came from elsewhere takes the cursor along where it can. */
export function useSelection(table: Table, { selectedId, filter, rows }: Selected): Selection {
  const { tenantId, resourceType } = table;
  const navigate = useNavigate();
  const [latest, setWhere] = useStateOf(nameOf(table), () => started(table, filter));
  // Another filter, other rows: also when it came by going back.
  const where = latest.filter === filter ? latest : atTop(latest.cursor, filter);
  if (where !== latest) setWhere(() => where);
  const foreign = !where.moving && selectedId !== undefined && selectedId !== where.put;
  const found = foreign ? rows.find(selectedId) : undefined;
  const follows = found !== undefined && where.cursor.row >= 0;
  const cursor = follows ? { ...where.cursor, row: found } : where.cursor;
  const own = where.moving || selectedId !== undefined ? where.row : undefined;
  const selectedRow = foreign ? found : own;
  const resting = where.moving && where.row !== undefined ? rows.row(where.row)?.row.id : undefined;

  useEffect(() => {
    if (resting === undefined) return undefined;
    const timer = setTimeout(() => {
      setWhere((it) => ({ ...it, put: resting, moving: false }));
      leave({ tenantId, resourceType }, { id: resting });
      navigate.replace({ screen: "directory", resourceType, filter, id: resting });
    }, FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [resting, where.row, navigate, tenantId, resourceType, filter, setWhere]);

  return {
    cursor,
    selectedRow,
    id: selectedId,
    onCursor: (next, by) => {
      // The first step down selects the row that the cursor is on already.
      const isStep = by === "key" && cursor.row >= 0 && next.row === cursor.row + 1;
      const goal = isStep && selectedRow === undefined ? { ...next, row: cursor.row } : next;
      const inHeader = goal.row < 0;
      leave(table, { cursor: goal });
      setWhere(() => ({
        cursor: goal,
        row: inHeader ? selectedRow : goal.row,
        put: found === undefined ? where.put : selectedId,
        moving: inHeader || goal.row === selectedRow ? where.moving : true,
        filter,
      }));
    },
    restart: () => {
      const top = atTop(cursor, filter);
      leave(table, { cursor: top.cursor, scrollTop: 0, id: undefined });
      setWhere(() => top);
    },
  };
}

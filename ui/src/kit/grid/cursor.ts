// Where the cursor of a grid goes on a key.

/** A cell of a grid; the header is row -1. */
export interface GridCursor {
  /** The row, from 0; -1 is the header. */
  row: number;
  /** The column, from 0. */
  column: number;
}

/** The header's row. */
export const HEADER = -1;

/** How far the cursor can go. */
export interface GridReach {
  /** The number of rows. */
  rows: number;
  /** The number of columns. */
  columns: number;
  /** The number of rows that PageUp and PageDown jump. */
  page: number;
}

/** A key as far as moving is concerned. */
export interface GridKey {
  /** `KeyboardEvent.key`. */
  key: string;
  /** Ctrl, Alt, Meta or Shift is held. */
  modified: boolean;
}

function rowAfter(key: string, row: number, reach: GridReach): number | undefined {
  switch (key) {
    case "ArrowDown":
    case "j":
      return row + 1;
    case "ArrowUp":
      return row - 1;
    case "k":
      return Math.max(0, row - 1);
    case "PageDown":
      return row + reach.page;
    case "PageUp":
      return Math.max(0, row - reach.page);
    case "Home":
      return 0;
    case "End":
      return reach.rows - 1;
    default:
      return undefined;
  }
}

/** Where the cursor goes; `undefined` when the key does not move it. */
export function moveCursor(
  { key, modified }: GridKey,
  from: GridCursor,
  reach: GridReach,
): GridCursor | undefined {
  if (modified) return undefined;
  if (key === "ArrowLeft") return { row: from.row, column: Math.max(0, from.column - 1) };
  if (key === "ArrowRight")
    return { row: from.row, column: Math.min(reach.columns - 1, from.column + 1) };
  const row = rowAfter(key, from.row, reach);
  if (row === undefined) return undefined;
  return { row: Math.max(HEADER, Math.min(reach.rows - 1, row)), column: from.column };
}

/** The same cursor inside a grid that may have become smaller. */
export function heldCursor(cursor: GridCursor, reach: Omit<GridReach, "page">): GridCursor {
  const row = Math.max(HEADER, Math.min(cursor.row, reach.rows - 1));
  const column = Math.max(0, Math.min(cursor.column, reach.columns - 1));
  return row === cursor.row && column === cursor.column ? cursor : { row, column };
}

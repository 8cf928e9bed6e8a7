// The columns of a grid as one CSS template.

/** A column of a grid. */
export interface GridColumn {
  /** Its id; the header's test id is `grid-header-{id}`. */
  id: string;
  /** What the header says. */
  label: string;
  /** More about it, on hover. */
  hint?: string;
  /** A short tag behind the label. */
  tag?: string | undefined;
  /** The least width, in CSS pixels. */
  min: number;
  /** Its share of the room that is left; 0 keeps it at its least width. */
  grow: number;
  /** Numbers stand at the end. */
  align?: "end";
  /** The order that the grid is in by this column; absent where it cannot be sorted. */
  sort?: "ascending" | "descending" | "none" | undefined;
  /** Why it cannot be sorted. */
  refused?: string | undefined;
}

/** Widths that a person gave columns, by id: a map, because a server may call an attribute `__proto__`. */
export type ColumnWidths = ReadonlyMap<string, number>;

/** No column is narrower. */
export const NARROWEST = 48;
/** No column is wider. */
export const WIDEST = 1200;
/** How far a key moves a column's edge. */
export const WIDTH_STEP = 16;

/** A width inside the limits. */
export function heldWidth(width: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
}

/** `grid-template-columns` of every row. */
export function templateOf(columns: readonly GridColumn[], widths: ColumnWidths): string {
  const tracks = columns.map(({ id, min, grow }) => {
    const width = widths.get(id);
    if (width !== undefined) return `${heldWidth(width)}px`;
    return grow > 0 ? `minmax(${min}px, ${grow}fr)` : `${min}px`;
  });
  return tracks.join(" ");
}

/** The least width of a row: below it the grid scrolls sideways. */
export function leastWidth(columns: readonly GridColumn[], widths: ColumnWidths): number {
  return columns.reduce((sum, { id, min }) => sum + (widths.get(id) ?? min), 0);
}

// Where rows of one height stand in a scroller, also where a browser cannot be as tall as the list.

/** The height of a row, in CSS pixels: `--h-row`. */
export const ROW_HEIGHT = 28;
/** Rows drawn beyond each edge of the viewport. */
export const OVERSCAN = 20;
/** Never more rows in the DOM than this, whatever was measured. */
export const MOST_ROWS = 200;
/** Rows in one block: 504 pixels, just under a side of the tiles that WebKit paints into. */
export const BLOCK_ROWS = 18;
/** Beyond this many rows the scroll position is scaled: browsers stop at about 16.7 million pixels. */
const TALLEST_ROWS = 600_000;
const TALLEST = TALLEST_ROWS * ROW_HEIGHT;
/** What a viewport is taken to be while it cannot be measured. */
const UNMEASURED = 30 * ROW_HEIGHT;
const TALLEST_VIEWPORT = (MOST_ROWS - 2 * OVERSCAN - 2) * ROW_HEIGHT;

/** The height of the rows' viewport as far as it can be believed. */
export function viewportHeight(measured: number): number {
  if (!(measured > 0)) return UNMEASURED;
  return Math.min(measured, TALLEST_VIEWPORT);
}

/** How a list of rows is laid into the height that a browser can scroll. */
export interface Scale {
  /** The height of the canvas, in CSS pixels. */
  height: number;
  /** Row pixels for one pixel of scrolling; 1 unless the list is too tall. */
  ratio: number;
}

/** The scale of a list. */
export function scaleOf(rowCount: number, viewport: number): Scale {
  const whole = rowCount * ROW_HEIGHT;
  if (whole <= TALLEST) return { height: whole, ratio: 1 };
  return { height: TALLEST, ratio: (whole - viewport) / (TALLEST - viewport) };
}

/** Where a row is placed on the canvas while it is scrolled to `scrollTop`. */
export function rowTop(index: number, scrollTop: number, scale: Scale): number {
  return index * ROW_HEIGHT - scrollTop * (scale.ratio - 1);
}

/** The scroll position that shows a row, the nearest one; `undefined` when it is in view already. */
export function scrollTopFor(
  index: number,
  scrollTop: number,
  viewport: number,
  scale: Scale,
): number | undefined {
  const seen = scrollTop * scale.ratio;
  const start = index * ROW_HEIGHT;
  if (start < seen) return start / scale.ratio;
  const end = start + ROW_HEIGHT;
  if (end > seen + viewport) return (end - viewport) / scale.ratio;
  return undefined;
}

/** The rows in view: the first is cut by the upper edge, or begins at it, the last by the lower one. */
export function rangeOf(
  offset: number,
  viewport: number,
  count: number,
): { first: number; last: number } {
  const end = Math.max(0, count - 1);
  const first = Math.min(end, Math.max(0, Math.floor(offset / ROW_HEIGHT)));
  const last = Math.ceil((offset + viewport) / ROW_HEIGHT) - 1;
  return { first, last: Math.min(end, Math.max(first, last)) };
}

/**
 * The rows to draw: those in view with the rows beyond its edges, at most `MOST_ROWS`,
 * and `kept`, the row that holds the focus, wherever it is.
 */
export function rowsToDraw(
  first: number,
  last: number,
  count: number,
  kept: number | undefined,
  beyond = OVERSCAN,
): number[] {
  const start = Math.max(0, first - beyond);
  const end = Math.min(count - 1, last + beyond, start + MOST_ROWS - 2);
  const rows = Array.from({ length: Math.max(0, end - start + 1) }, (_, place) => start + place);
  if (kept === undefined || kept < 0 || kept >= count || (kept >= start && kept <= end))
    return rows;
  return kept < start ? [kept, ...rows] : [...rows, kept];
}

/** A row to draw. */
export interface DrawnRow {
  /** Its place in the list, from 0. */
  index: number;
  /** Where it goes on the canvas, in CSS pixels. */
  top: number;
}

/** Rows that are drawn onto one layer. */
export interface RowBlock {
  /** The place of its first row in the list, drawn or not. */
  first: number;
  /** Where it goes on the canvas, in whole CSS pixels: its text is drawn already. */
  top: number;
  height: number;
  /** The places of those of its rows that are drawn. */
  rows: number[];
}

/** The drawn rows in blocks; the same row is always in the same block. */
export function blocksOf(rows: readonly DrawnRow[], count: number): RowBlock[] {
  const blocks: RowBlock[] = [];
  for (const { index, top } of rows) {
    const first = index - (index % BLOCK_ROWS);
    const last = blocks.at(-1);
    if (last?.first === first) {
      last.rows.push(index);
      continue;
    }
    blocks.push({
      first,
      top: Math.round(top - (index - first) * ROW_HEIGHT),
      height: Math.min(BLOCK_ROWS, count - first) * ROW_HEIGHT,
      rows: [index],
    });
  }
  return blocks;
}

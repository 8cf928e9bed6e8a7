// Long multi-valued attributes as rows: windows of values, of which each may need several lines. Pure.
import type { Field } from "../../host/generated/Field";

/** The lines of the windows that are there, by their number. */
export type LoadedWindows = ReadonlyMap<number, readonly Field[]>;

/** How a long attribute is laid into rows. */
export interface ValueRows {
  /** The first row of each window, and at the end the number of rows. */
  starts: number[];
}

/** One line for each value where nothing is known yet. */
export function layOut(total: number, window: number, loaded: LoadedWindows): ValueRows {
  const starts = [0];
  for (let number = 0; number * window < total; number += 1) {
    const rows = loaded.get(number)?.length ?? Math.min(window, total - number * window);
    starts.push((starts.at(-1) ?? 0) + rows);
  }
  return { starts };
}

/** The number of rows. */
export function rowCount({ starts }: ValueRows): number {
  return starts.at(-1) ?? 0;
}

/** The window that a row is in. */
export function windowAt({ starts }: ValueRows, row: number): number {
  let low = 0;
  let high = Math.max(0, starts.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line of a row, if its window is there. */
export function fieldAt(rows: ValueRows, loaded: LoadedWindows, row: number): Field | undefined {
  const number = windowAt(rows, row);
  return loaded.get(number)?.[row - (rows.starts[number] ?? 0)];
}

/** The windows between two rows. */
export function windowsBetween(rows: ValueRows, first: number, last: number): number[] {
  const from = windowAt(rows, Math.max(0, first));
  const to = windowAt(rows, Math.max(0, Math.min(last, rowCount(rows) - 1)));
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}

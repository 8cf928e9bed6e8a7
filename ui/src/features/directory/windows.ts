// Which windows of rows a table asks for: aligned, one ahead in the direction it moves.

/** Rows asked for at a time. */
export const WINDOW = 100;

/** The rows that are in view, and where the list is going. */
export interface View {
  first: number;
  last: number;
  forward: boolean;
}

/** The offset of the window that a row is in. */
export function windowOf(index: number): number {
  return Math.floor(Math.max(0, index) / WINDOW) * WINDOW;
}

/**
 * The windows in view, then the one ahead. `rowCount` is what is known so far; while that or what is in view is not
 * known, only the first is asked for.
 */
export function windowsFor(view: View | undefined, rowCount: number | undefined): number[] {
  if (view === undefined || rowCount === undefined) return [0];
  if (rowCount === 0) return [0];
  const end = windowOf(rowCount - 1);
  const first = Math.min(windowOf(view.first), end);
  const last = Math.min(windowOf(view.last), end);
  const windows: number[] = [];
  for (let offset = first; offset <= last; offset += WINDOW) windows.push(offset);
  const ahead = view.forward ? last + WINDOW : first - WINDOW;
  if (ahead >= 0 && ahead <= end) windows.push(ahead);
  return windows;
}

/** Whether two views ask for neighbouring windows: then there is no hurry to let the scrolling come to rest. */
export function isNear(one: View, other: View): boolean {
  return (
    Math.abs(windowOf(one.first) - windowOf(other.first)) <= WINDOW &&
    Math.abs(windowOf(one.last) - windowOf(other.last)) <= WINDOW
  );
}

/** Whether two views ask for the same windows. */
export function sameWindows(one: View, other: View): boolean {
  return (
    windowOf(one.first) === windowOf(other.first) &&
    windowOf(one.last) === windowOf(other.last) &&
    one.forward === other.forward
  );
}

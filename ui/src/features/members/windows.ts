// Which windows of members are asked for: those in view, and one ahead in the direction that the list moves. Pure.

/** Members asked for at a time. */
export const WINDOW = 100;

/** The rows that are in view, and where the list is going. */
export interface View {
  first: number;
  last: number;
  forward: boolean;
}

export const TOP: View = { first: 0, last: 0, forward: true };

/** The offset of the window that a row is in. */
export function windowOf(row: number): number {
  return Math.floor(Math.max(0, row) / WINDOW) * WINDOW;
}

/** The windows in view, then the one ahead; the first alone while it is not known how many members there are. */
export function windowsFor(view: View, total: number | undefined): number[] {
  if (total === undefined || total === 0) return [0];
  const end = windowOf(total - 1);
  const first = Math.min(windowOf(view.first), end);
  const last = Math.min(windowOf(view.last), end);
  const ahead = view.forward ? last + WINDOW : first - WINDOW;
  const count = (last - first) / WINDOW + 1;
  const windows = Array.from({ length: count }, (_, place) => first + place * WINDOW);
  return ahead >= 0 && ahead <= end ? [...windows, ahead] : windows;
}

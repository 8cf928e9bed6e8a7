// Where rows are missing in view, and why: one gap for neighbouring windows that failed alike. Pure.
import { WINDOW } from "./windows";

/** Why a window is not there. */
export interface Missing {
  offset: number;
  /** The reason in words; absent where reading was cancelled. */
  reason?: string | undefined;
  /** The server's own words. */
  said?: string | undefined;
  /** The request that failed. */
  exchange?: string | undefined;
}

/** Rows that are missing, from 0, both ends included. */
export interface Gap extends Omit<Missing, "offset"> {
  first: number;
  last: number;
}

/** The gaps between two rows, top to bottom. */
export function gapsIn(
  missing: readonly Missing[],
  view: { first: number; last: number },
  rowCount: number,
): Gap[] {
  const gaps: Gap[] = [];
  const inView = missing.filter(
    ({ offset }) => offset <= view.last && offset + WINDOW > view.first && offset < rowCount,
  );
  for (const { offset, ...why } of inView.toSorted((a, b) => a.offset - b.offset)) {
    const last = Math.min(offset + WINDOW, rowCount) - 1;
    const before = gaps.at(-1);
    if (before?.last === offset - 1 && before.reason === why.reason) before.last = last;
    else gaps.push({ first: offset, last, ...why });
  }
  return gaps;
}

// Which rows are checked, and where the cursor is. Checked are ids, so that they stay checked when rows move.
import { useStateOf } from "../../kit/useStateOf";

export interface MemberSelection {
  cursor: number;
  checked: ReadonlySet<string>;
  /** Moves the cursor; `extend` checks the rows on the way as well. */
  move: (row: number, extend: boolean) => void;
  toggle: (row: number) => void;
  /** Checks all of these, or none where all are checked. */
  toggleAll: (ids: readonly string[]) => void;
  clear: () => void;
}

interface Where {
  cursor: number;
  /** Where a range began. */
  anchor: number | undefined;
  /** What was checked before the range began. */
  base: ReadonlySet<string>;
  checked: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** `idAt` is the id of a row that can be checked. */
export function useMemberSelection(
  list: string,
  idAt: (row: number) => string | undefined,
): MemberSelection {
  const [where, change] = useStateOf<Where>(list, () => ({
    cursor: 0,
    anchor: undefined,
    base: NONE,
    checked: NONE,
  }));
  const extended = (was: Where, row: number): Where => {
    const anchor = was.anchor ?? was.cursor;
    const base = was.anchor === undefined ? was.checked : was.base;
    const checked = new Set(base);
    for (let at = Math.min(anchor, row); at <= Math.max(anchor, row); at += 1) {
      const id = idAt(at);
      if (id !== undefined) checked.add(id);
    }
    return { cursor: row, anchor, base, checked };
  };
  const settled = (cursor: number, checked: ReadonlySet<string>): Where => ({
    cursor,
    anchor: undefined,
    base: NONE,
    checked,
  });
  return {
    cursor: where.cursor,
    checked: where.checked,
    move: (row, extend) =>
      change((was) => (extend ? extended(was, row) : settled(row, was.checked))),
    toggle: (row) =>
      change((was) => {
        const id = idAt(row);
        const checked = new Set(was.checked);
        if (id !== undefined && !checked.delete(id)) checked.add(id);
        return settled(row, checked);
      }),
    toggleAll: (ids) =>
      change((was) =>
        settled(was.cursor, ids.every((id) => was.checked.has(id)) ? NONE : new Set(ids)),
      ),
    clear: () => change((was) => settled(was.cursor, NONE)),
  };
}

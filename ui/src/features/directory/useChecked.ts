// The rows of a table that are checked, to do something with all of them. Another filter or table, and none is.
import { useStateOf } from "../../kit/useStateOf";
import type { Row } from "../../host/generated/Row";
import { nameOf, type Table } from "./memory";

/** What is known of a checked row, by its id. */
export type CheckedRows = ReadonlyMap<string, Pick<Row, "active" | "title">>;

export interface Checked {
  rows: CheckedRows;
  /** Checks a row, or no longer. */
  toggle: (row: Row) => void;
  /** Checks these rows too. */
  add: (rows: readonly Row[]) => void;
  /** Leaves out those of these ids; without ids, all. */
  remove: (ids?: readonly string[]) => void;
}

const NONE: CheckedRows = new Map();

export function useChecked(table: Table, filter: string): Checked {
  const [rows, change] = useStateOf<CheckedRows>(`${nameOf(table)} ${filter}`, () => NONE);
  return {
    rows,
    toggle: (row) =>
      change((before) => {
        const { id, active, title } = row;
        if (id === undefined) return before;
        const next = new Map(before);
        if (!next.delete(id)) next.set(id, known({ active, title }));
        return next;
      }),
    add: (added) =>
      change((before) => {
        const next = new Map(before);
        for (const { id, active, title } of added) {
          if (id !== undefined) next.set(id, known({ active, title }));
        }
        return next;
      }),
    remove: (ids) =>
      change((before) => {
        if (ids === undefined) return NONE;
        const next = new Map(before);
        for (const id of ids) next.delete(id);
        return next;
      }),
  };
}

function known({ active, title }: { active: boolean | undefined; title: string }) {
  return { title, ...(active === undefined ? {} : { active }) };
}

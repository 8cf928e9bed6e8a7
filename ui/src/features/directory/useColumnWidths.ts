// The widths of the columns of a table, and how a person changes them.
import { type ColumnWidths, heldWidth } from "../../kit/grid/columns";
import { useStateOf } from "../../kit/useStateOf";
import { keepWidths, readWidths } from "../../state/columnWidths";
import { nameOf, type Table } from "./memory";

/** The widths, and how to change one; `undefined` gives the column back to the grid. */
export function useColumnWidths(
  table: Table,
): [ColumnWidths, (column: string, width: number | undefined) => void] {
  const name = nameOf(table);
  const [widths, setWidths] = useStateOf<ColumnWidths>(name, () => held(readWidths(name)));
  const setWidth = (column: string, width: number | undefined) => {
    const next = new Map(widths);
    if (width === undefined) next.delete(column);
    else next.set(column, width);
    keepWidths(name, next);
    setWidths(() => next);
  };
  return [widths, setWidth];
}

function held(widths: ReadonlyMap<string, number>): ColumnWidths {
  return new Map([...widths].map(([path, width]) => [path, heldWidth(width)]));
}

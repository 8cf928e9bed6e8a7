// The widths that a person gave the columns of a table; they outlive the window.
import { type ColumnWidths, heldWidth } from "../../kit/grid/columns";
import { useStateOf } from "../../kit/useStateOf";
import { nameOf, type Table } from "./memory";

function read(key: string): ColumnWidths {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof kept !== "object" || kept === null) return new Map();
    const widths = Object.entries(kept).filter(([, width]) => Number.isFinite(width));
    return new Map(widths.map(([path, width]) => [path, heldWidth(Number(width))]));
  } catch {
    return new Map(); // What somebody else wrote there is no width.
  }
}

/** The widths, and how to change one; `undefined` gives the column back to the grid. */
export function useColumnWidths(
  table: Table,
): [ColumnWidths, (column: string, width: number | undefined) => void] {
  const key = `scimscope.widths.${nameOf(table)}`;
  const [widths, setWidths] = useStateOf(key, () => read(key));
  const setWidth = (column: string, width: number | undefined) => {
    const next = new Map(widths);
    if (width === undefined) next.delete(column);
    else next.set(column, width);
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(next)));
    setWidths(() => next);
  };
  return [widths, setWidth];
}

// The columns that the schemas offer, as columns of the grid.
import type { Column } from "../../host/generated/Column";
import type { Columns } from "../../host/generated/Columns";
import type { Sort } from "../../host/generated/Sort";
import type { GridColumn } from "../../kit/grid/columns";
import { visibleText } from "../../kit/visible";

type Room = Pick<GridColumn, "min" | "grow" | "align">;

function roomOf(column: Column, isFirst: boolean): Room {
  if (isFirst) return { min: 180, grow: 1.45 };
  if (column.multiValued) return { min: 150, grow: 1 };
  switch (column.dataType) {
    case "boolean":
      return { min: 92, grow: 0 };
    case "dateTime":
      return { min: 104, grow: 0 };
    case "integer":
    case "decimal":
      return { min: 84, grow: 0, align: "end" };
    default:
      return { min: 120, grow: 1 };
  }
}

/** Room for the header's word beside its sort mark. */
function headed(column: Column, room: Room): Room {
  return { ...room, min: Math.max(room.min, Math.min(160, 36 + column.label.length * 6)) };
}

function sortOf(
  column: Column,
  columns: Columns,
  sort: Sort | undefined,
): Pick<GridColumn, "sort" | "refused"> {
  if (!columns.sortSupported) {
    return { refused: columns.sortRefused ?? "This server does not sort." };
  }
  if (column.sortBy === undefined) {
    return { refused: `${column.label} has no single value that a server could sort by.` };
  }
  if (sort?.by !== column.sortBy) return { sort: "none" };
  return { sort: sort.descending ? "descending" : "ascending" };
}

/** The columns chosen, in their order; what is no longer offered is passed over. */
export function chosenColumns({ available, chosen }: Columns): Column[] {
  const byPath = new Map(available.map((column) => [column.path, column]));
  return chosen.flatMap((path) => byPath.get(path) ?? []);
}

/** Whether a column comes from a schema extension: its path says so. */
export function isOfExtension(column: Column): boolean {
  return column.schema !== "" && column.path !== column.label;
}

/** A column chosen, for the grid. */
export function gridColumns(columns: Columns, sort: Sort | undefined): GridColumn[] {
  return chosenColumns(columns).map((column, place) => ({
    id: column.path,
    label: visibleText(column.label),
    hint: visibleText([column.path, column.description].filter(Boolean).join("\n")),
    tag: isOfExtension(column) ? visibleText(column.group).slice(0, 3).toLowerCase() : undefined,
    ...headed(column, roomOf(column, place === 0)),
    ...sortOf(column, columns, sort),
  }));
}

/** The order after a press on a header: ascending, descending, the server's own. */
export function nextSort(columns: Columns, path: string, sort: Sort | undefined): Sort | undefined {
  const by = columns.available.find((column) => column.path === path)?.sortBy;
  if (by === undefined) return sort;
  if (sort?.by !== by) return { by, descending: false };
  return sort.descending ? undefined : { by, descending: true };
}

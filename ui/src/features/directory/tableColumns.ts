// The columns that the schemas offer, as columns of the grid.
import type { Column } from "../../host/generated/Column";
import type { Columns } from "../../host/generated/Columns";
import type { Sort } from "../../host/generated/Sort";
import type { GridColumn } from "../../kit/grid/columns";
import { hintLines, visibleText } from "../../kit/visible";

type Room = Pick<GridColumn, "min" | "grow" | "align">;

function roomOf(column: Column, isFirst: boolean): Room {
  if (isFirst) return { min: 140, grow: 1.5 };
  if (column.multiValued) return { min: 140, grow: 1 };
  switch (column.dataType) {
    case "boolean":
      return { min: 88, grow: 0 };
    case "dateTime":
      return { min: 104, grow: 0 };
    case "integer":
    case "decimal":
      return { min: 84, grow: 0, align: "end" };
    default:
      return { min: 96, grow: 1 };
  }
}

/** The padding of a header, and the mark of its order with the gap before it. */
const HEADER_ROOM = 16 + 16;
/** A letter of a header and of its tag, on average; a tag has padding and a gap. */
const LETTER = 6.1;
const TAG_ROOM = 12;
/** No word makes its column wider than this. */
const WIDEST_WORD = 200;

/** Room for the header's whole word beside its tag and the mark of its order. */
function headed({ label }: Column, tag: string | undefined, room: Room): Room {
  const tagRoom = tag === undefined ? 0 : TAG_ROOM + tag.length * LETTER;
  const word = Math.ceil(HEADER_ROOM + label.length * LETTER + tagRoom);
  return { ...room, min: Math.max(room.min, Math.min(WIDEST_WORD, word)) };
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
  return chosenColumns(columns).map((column, place) => {
    const tag = tagOf(column);
    return {
      id: column.path,
      label: visibleText(column.label),
      hint: hintLines(column.path, column.description),
      tag,
      ...headed(column, tag, roomOf(column, place === 0)),
      ...sortOf(column, columns, sort),
    };
  });
}

/** "ent": the beginning of what the extension is called. */
function tagOf(column: Column): string | undefined {
  return isOfExtension(column) ? visibleText(column.group).slice(0, 3).toLowerCase() : undefined;
}

/** The order after a press on a header: ascending, descending, the server's own. */
export function nextSort(columns: Columns, path: string, sort: Sort | undefined): Sort | undefined {
  const by = columns.available.find((column) => column.path === path)?.sortBy;
  if (by === undefined) return sort;
  if (sort?.by !== by) return { by, descending: false };
  return sort.descending ? undefined : { by, descending: true };
}

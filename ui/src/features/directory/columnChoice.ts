// Choosing and ordering columns. Pure.
import type { Column } from "../../host/generated/Column";

/** Columns of one schema that are not shown. */
export interface ColumnGroup {
  title: string;
  columns: Column[];
}

/** What a column is called in the chooser: its path without the URN that the group's title stands for. */
export function chooserName(column: Column): string {
  const prefix = `${column.schema}:`;
  return column.schema !== "" && column.path.startsWith(prefix)
    ? column.path.slice(prefix.length)
    : column.path;
}

function matches(column: Column, words: string): boolean {
  return column.path.toLowerCase().includes(words.trim().toLowerCase());
}

/** The columns chosen that match, in their order. */
export function shownColumns(
  available: readonly Column[],
  chosen: readonly string[],
  words: string,
): Column[] {
  return chosen
    .flatMap((path) => available.find((column) => column.path === path) ?? [])
    .filter((it) => matches(it, words));
}

/** The other columns that match, by schema, in the schemas' order. */
export function otherColumns(
  available: readonly Column[],
  chosen: readonly string[],
  words: string,
): ColumnGroup[] {
  const groups = new Map<string, Column[]>();
  for (const column of available) {
    if (chosen.includes(column.path) || !matches(column, words)) continue;
    const group = groups.get(column.group);
    if (group) group.push(column);
    else groups.set(column.group, [column]);
  }
  return [...groups].map(([title, columns]) => ({ title, columns }));
}

/** Shown becomes hidden, hidden is shown at the end. */
export function toggled(chosen: readonly string[], path: string): string[] {
  return chosen.includes(path) ? chosen.filter((it) => it !== path) : [...chosen, path];
}

/** The same columns with one at another place. */
export function moved(chosen: readonly string[], path: string, to: number): string[] {
  const others = chosen.filter((it) => it !== path);
  const place = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, place), path, ...others.slice(place)];
}

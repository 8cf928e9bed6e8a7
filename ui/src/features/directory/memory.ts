// How each table was left, for as long as the window lives: going back finds it as it was.
import type { Sort } from "../../host/generated/Sort";
import type { GridCursor } from "../../kit/grid/cursor";

/** A table of a tenant. */
export interface Table {
  tenantId: string;
  resourceType: string;
}

/** How a table was left. */
export interface TableLeft {
  cursor: GridCursor;
  /** The resource under the cursor. */
  id?: string | undefined;
  scrollTop: number;
  sort?: Sort | undefined;
  /** The filter that was applied last; "" for none. */
  filter: string;
  /** What was typed into the filter bar and not applied, and to which filter it was about to become. */
  draft?: { text: string; of: string } | undefined;
}

const tables = new Map<string, TableLeft>();
const FRESH: TableLeft = { cursor: { row: 0, column: 0 }, scrollTop: 0, filter: "" };

/** One name for a table, for keys. */
export function nameOf({ tenantId, resourceType }: Table): string {
  return JSON.stringify([tenantId, resourceType]);
}

export function leftAs(table: Table): TableLeft {
  return tables.get(nameOf(table)) ?? FRESH;
}

export function leave(table: Table, how: Partial<TableLeft>): void {
  tables.set(nameOf(table), { ...leftAs(table), ...how });
}

/** For tests: no table was ever left. */
export function forgetTables(): void {
  tables.clear();
}

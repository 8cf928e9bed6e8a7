// How each table was left: going back finds it as it was as long as the window lives, and its filter after a restart too.
import type { Sort } from "../../host/generated/Sort";
import type { GridCursor } from "../../kit/grid/cursor";
import { keepLeft, leftText, recordOf } from "../../state/left";

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
  return tables.get(nameOf(table)) ?? { ...FRESH, ...leftBefore(table) };
}

export function leave(table: Table, how: Partial<TableLeft>): void {
  const left = { ...leftAs(table), ...how };
  tables.set(nameOf(table), left);
  if ("filter" in how || "draft" in how) keepFilter(table, left);
}

type Filtered = Pick<TableLeft, "filter" | "draft">;

/** How a table was filtered when an earlier run left it. */
function leftBefore({ tenantId, resourceType }: Table): Filtered | undefined {
  const { filter, draft } = recordOf(textOf(filtersOf(tenantId)[resourceType]));
  if (typeof filter !== "string") return undefined;
  const { text, of } = recordOf(textOf(draft));
  const isDraft = typeof text === "string" && typeof of === "string";
  return { filter, ...(isDraft ? { draft: { text, of } } : {}) };
}

function keepFilter({ tenantId, resourceType }: Table, { filter, draft }: Filtered): void {
  const others = Object.entries(filtersOf(tenantId)).filter(([name]) => name !== resourceType);
  const isFiltered = filter !== "" || draft !== undefined;
  const all: [string, unknown][] = isFiltered
    ? [...others, [resourceType, { filter, draft }]]
    : others;
  const text = all.length === 0 ? "" : JSON.stringify(Object.fromEntries(all));
  keepLeft(tenantId, "filters", text);
}

/** By resource type. */
function filtersOf(tenantId: string): Record<string, unknown> {
  return recordOf(leftText(tenantId, "filters"));
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** For tests: no table was ever left. */
export function forgetTables(): void {
  tables.clear();
}

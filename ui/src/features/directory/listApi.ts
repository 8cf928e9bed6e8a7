// Windows of rows as queries: each read when it comes into view, cancelled when it is scrolled past.
import type { QueryClient } from "@tanstack/react-query";

import { call } from "../../host/call";
import type { ResourcesList } from "../../host/generated/ResourcesList";
import type { ResourcesListed } from "../../host/generated/ResourcesListed";
import type { Sort } from "../../host/generated/Sort";
import { keyOf } from "../../state/query";
import { advance, begin, end, type Progress } from "./progress";
import { WINDOW } from "./windows";

/** A list as a table shows it. */
export interface List {
  tenantId: string;
  resourceType: string;
  /** Absent is the server's own order. */
  sort?: Sort | undefined;
  /** "" for none. */
  filter: string;
  /** The columns that are drawn. */
  columns: readonly string[];
}

/** A window of rows, with the columns that its cells are of. */
export interface Page {
  columns: readonly string[];
  listed: ResourcesListed;
}

/** A list as its last answer gave it. */
export type Summary = Omit<ResourcesListed, "rows" | "pagesRead">;

/** Pages that are kept: the ones used longest ago go first. */
const PAGES_KEPT = 200;

function request(list: List, offset: number, reload: boolean): ResourcesList {
  return {
    tenantId: list.tenantId,
    resourceType: list.resourceType,
    ...(list.sort ? { sort: list.sort } : {}),
    ...(list.filter === "" ? {} : { filter: list.filter }),
    offset,
    limit: WINDOW,
    columns: [...list.columns],
    reload,
  };
}

export function pageKey(list: List, offset: number) {
  return keyOf("resources_list", request(list, offset, false));
}

/** The key under which a list's last summary is kept: it outlives every window of it. */
export function summaryKey({ tenantId, resourceType, sort, filter }: List) {
  const list = { tenantId, resourceType, sort: sort ?? null, filter };
  return ["resources", "summary", list] as const;
}

/** Whether a query is a window of this list, whatever its columns; or of this table, whatever its order and filter. */
export function isWindowOf(
  key: readonly unknown[],
  list: Omit<List, "columns">,
  anyOrder = false,
): boolean {
  const [, name, asked] = key;
  if (name !== "resources_list") return false;
  const { tenantId, resourceType, sort, filter = "" } = asked as ResourcesList;
  if (tenantId !== list.tenantId || resourceType !== list.resourceType) return false;
  if (anyOrder) return true;
  const inOrder = sort?.by === list.sort?.by && sort?.descending === list.sort?.descending;
  return inOrder && filter === list.filter;
}

/** Rows that a window still lacks although the list goes on: a server of tiny pages is asked again. */
function isShort(listed: ResourcesListed, offset: number): boolean {
  const wanted = Math.min(WINDOW, listed.rowCount - offset);
  return !listed.endSeen && listed.pagesRead > 0 && listed.rows.length < wanted;
}

async function readPage(list: List, offset: number, how: ReadHow): Promise<Page> {
  const { client, progress, signal, reload } = how;
  const reading = begin(progress, offset);
  try {
    const options = {
      signal,
      onEvent: (page: Parameters<typeof advance>[2]) => advance(progress, reading, page),
    };
    let listed = await call("resources_list", request(list, offset, reload), options);
    let rows = -1;
    while (isShort(listed, offset) && listed.rows.length > rows) {
      rows = listed.rows.length;
      listed = await call("resources_list", request(list, offset, false), options);
    }
    summarise(client, list, listed);
    return { columns: list.columns, listed };
  } finally {
    end(progress, reading);
  }
}

interface ReadHow {
  client: QueryClient;
  progress: Progress;
  signal: AbortSignal;
  reload: boolean;
}

function summarise(client: QueryClient, list: List, listed: ResourcesListed): void {
  const { rowCount, endSeen, totalResults, findings, exchange, leftOut } = listed;
  const before = client.getQueryData<Summary>(summaryKey(list));
  const shown = exchange ?? before?.exchange;
  client.setQueryData<Summary>(summaryKey(list), {
    rowCount,
    endSeen,
    findings,
    leftOut,
    ...(totalResults === undefined ? {} : { totalResults }),
    ...(shown === undefined ? {} : { exchange: shown }),
  });
  if (totalResults === undefined || list.filter !== "") return;
  const { tenantId, resourceType } = list;
  client.setQueryData(keyOf("resource_type_count", { tenantId, resourceType }), { totalResults });
}

/** The rows of the same place with other columns: shown until the new ones are there. */
function pageBefore(client: QueryClient, list: List, offset: number): Page | undefined {
  const pages = client.getQueryCache().findAll({
    predicate: ({ queryKey, state }) =>
      state.data !== undefined &&
      isWindowOf(queryKey, list) &&
      (queryKey[2] as ResourcesList).offset === offset,
  });
  return pages.sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)[0]?.state
    .data as Page | undefined;
}

/** A window as a query. */
export function pageQuery(
  client: QueryClient,
  list: List,
  offset: number,
  progress: Progress,
  reload = false,
) {
  return {
    queryKey: pageKey(list, offset),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      readPage(list, offset, { client, progress, signal, reload }),
    placeholderData: () => pageBefore(client, list, offset),
    gcTime: Infinity,
  };
}

/** Drops the windows used longest ago. */
export function trimPages(client: QueryClient): void {
  const cache = client.getQueryCache();
  const idle = cache.findAll({
    predicate: (query) => query.queryKey[1] === "resources_list" && query.getObserversCount() === 0,
  });
  const old = idle
    .sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
    .slice(PAGES_KEPT);
  for (const query of old) cache.remove(query);
}

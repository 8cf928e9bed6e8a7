// The rows of a table: the windows in view are read, one ahead as well, and those scrolled past are cancelled.
import {
  type QueryClient,
  skipToken,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useCallback, useEffect } from "react";

import type { Row } from "../../host/generated/Row";
import type { CallError } from "../../host/call";
import { isCancelled } from "../../host/call";
import { useStateOf } from "../../kit/useStateOf";

import { nameOf } from "./memory";
import {
  isWindowOf,
  type List,
  type Page,
  pageKey,
  pageQuery,
  type Summary,
  summaryKey,
  trimPages,
} from "./listApi";
import { type Progress, progressOf } from "./progress";
import { type Gap, gapsIn, type Missing } from "./gaps";
import { useQueriesOf } from "./useQueriesOf";
import { MISSING, rowsOf, type Slot, slotIn, type TableRow, WAITING } from "./slots";
import { isNear, sameWindows, type View, windowOf, windowsFor } from "./windows";

/** Rows of a table, read as they come into view. */
export interface TableRows {
  /** As the last answer gave it; absent until there was one. */
  summary: Summary | undefined;
  slot: (index: number) => Slot;
  /** A row, if it was read. */
  row: (index: number) => TableRow | undefined;
  /** The rows of the windows in view. */
  drawn: readonly TableRow[];
  /** The rows that were read, of all windows: those that belong to the list, each once. */
  loaded: () => Row[];
  /** Another number whenever more was read. */
  version: number;
  /** Where a resource stands among the rows that were read. */
  find: (id: string) => number | undefined;
  /** Why the first window could not be read, or why reading again failed. */
  error: CallError | undefined;
  /** Nothing is there, because the first window could not be read. */
  failed: boolean;
  /** Rows that are there are being read again. */
  reloading: boolean;
  /** Nothing is there, and reading was cancelled. */
  stopped: boolean;
  /** Rows in view that could not be read while others could. */
  gaps: readonly Gap[];
  progress: Progress;
  onView: (view: View) => void;
  retry: () => void;
  reload: () => void;
  cancel: () => void;
}

/** A jump waits this long before it asks: whoever drags the scroll bar passes thousands of rows. */
const SETTLE_MS = 80;

const TOP: View = { first: 0, last: 0, forward: true };

interface Settling {
  /** Absent until the first rows were painted: what lies ahead of them does not delay them. */
  asked?: View;
  /** Where a jump went, while it may still go on. */
  jump?: View;
}

function settle(state: Settling, seen: View | "rest"): Settling {
  if (seen === "rest") return state.jump ? { asked: state.jump } : state;
  if (!state.asked) return { asked: seen };
  if (sameWindows(state.asked, seen)) return state.jump ? { asked: state.asked } : state;
  return isNear(state.asked, seen) ? { asked: seen } : { asked: state.asked, jump: seen };
}

function useSettledView(table: string): [View | undefined, (view: View) => void] {
  const [{ asked, jump }, change] = useStateOf<Settling>(table, () => ({}));
  const see = useCallback(
    (seen: View | "rest") => change((state) => settle(state, seen)),
    [change],
  );
  useEffect(() => {
    if (!jump) return undefined;
    const timer = setTimeout(() => see("rest"), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [jump, see]);
  return [asked, see];
}

interface Stopped {
  /** The list that was being read. */
  list: string;
  offsets: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

function useStopped(list: List) {
  const name = JSON.stringify(summaryKey(list));
  const none = (): Stopped => ({ list: name, offsets: NONE });
  const [stopped, setStopped] = useStateOf(nameOf(list), none);
  return {
    offsets: stopped.list === name ? stopped.offsets : NONE,
    stop: (offsets: readonly number[]) =>
      setStopped(() => ({ list: name, offsets: new Set(offsets) })),
    goOn: () => setStopped(none),
  };
}

/** Reads the rows of a list. */
export function useTableRows(list: List): TableRows {
  const client = useQueryClient();
  const progress = progressOf(list);
  const [view, onView] = useSettledView(nameOf(list));
  const stopped = useStopped(list);
  const summary = useQuery<Summary>({
    queryKey: summaryKey(list),
    queryFn: skipToken,
    placeholderData: (before, query) => (isOfTable(query?.queryKey, list) ? before : undefined),
  });
  const offsets = windowsFor(view, summary.data?.rowCount);
  const pages = useQueriesOf<Page>(
    nameOf(list),
    offsets.map((offset) => ({
      ...pageQuery(client, list, offset, progress),
      enabled: !stopped.offsets.has(offset),
    })),
  );
  useEffect(() => trimPages(client), [client, view]);

  const pageOf = (index: number) =>
    pages[offsets.indexOf(windowOf(index))]?.data ??
    client.getQueryData<Page>(pageKey(list, windowOf(index)));
  const missing = missingWindows(offsets, pages, stopped.offsets);
  const isMissing = new Set(missing.map(({ offset }) => offset));
  const known = summary.data !== undefined && !summary.isPlaceholderData;
  const again = pages.find((page) => page.error && page.data && !page.isPlaceholderData);
  const error = again?.error ?? (known ? undefined : pages[0]?.error);
  return {
    summary: summary.data,
    slot: (index) => {
      const page = pageOf(index);
      if (page) return slotIn(page, index);
      return isMissing.has(windowOf(index)) ? MISSING : WAITING;
    },
    row: (index) => {
      const page = pageOf(index);
      const slot = page ? slotIn(page, index) : WAITING;
      return slot.kind === "ready" ? slot.value : undefined;
    },
    drawn: pages.flatMap((page) => (page.data ? rowsOf(page.data) : [])),
    loaded: () => loadedRows(client, list),
    version: Math.max(0, ...pages.map((page) => page.dataUpdatedAt)),
    find: (id) => findRow(client, list, id),
    error: error && !isCancelled(error) ? error : undefined,
    failed: !known && pages[0]?.error != null,
    reloading: pages.some((page) => page.isFetching && page.data && !page.isPlaceholderData),
    stopped: !known && stopped.offsets.has(0),
    gaps: known ? gapsIn(missing, view ?? TOP, summary.data.rowCount) : [],
    progress,
    onView,
    retry: () => {
      stopped.goOn();
      for (const page of pages) if (page.error) void page.refetch();
    },
    reload: () => {
      stopped.goOn();
      void readAgain(client, list, offsets[0] ?? 0, progress);
    },
    cancel: () => {
      stopped.stop(offsets.filter((_, place) => !pages[place]?.data));
      void client.cancelQueries({ predicate: ({ queryKey }) => isWindowOf(queryKey, list) });
    },
  };
}

/** Whether a summary is of this table, whatever its order and filter. */
function isOfTable(key: readonly unknown[] | undefined, { tenantId, resourceType }: List): boolean {
  const of = key?.[2] as Partial<List> | undefined;
  return of?.tenantId === tenantId && of.resourceType === resourceType;
}

type PageResult = UseQueryResult<Page>;

/** The windows that failed, or were not read any more. */
function missingWindows(
  offsets: readonly number[],
  pages: readonly PageResult[],
  stopped: ReadonlySet<number>,
): Missing[] {
  const missing: Missing[] = [...stopped].map((offset) => ({ offset }));
  for (const [place, offset] of offsets.entries()) {
    const page = pages[place];
    if (!page?.error || page.data || page.isFetching || stopped.has(offset)) continue;
    if (isCancelled(page.error)) continue;
    const { title, detail, said, exchange } = page.error;
    missing.push({ offset, reason: `${title}. ${detail}`, said, exchange });
  }
  return missing;
}

function findRow(client: QueryClient, list: List, id: string): number | undefined {
  for (const query of client
    .getQueryCache()
    .findAll({ predicate: (it) => isWindowOf(it.queryKey, list) })) {
    const page = query.state.data as Page | undefined;
    const row = page?.listed.rows.find((it) => it.id === id);
    if (row) return row.index;
  }
  return undefined;
}

function loadedRows(client: QueryClient, list: List): Row[] {
  return client
    .getQueryCache()
    .findAll({ predicate: (it) => isWindowOf(it.queryKey, list) })
    .flatMap((query) => (query.state.data as Page | undefined)?.listed.rows ?? [])
    .filter(({ misfit, duplicate }) => !misfit && !duplicate);
}

/** One window first, which makes the backend forget what it has; the others when that is done. */
async function readAgain(
  client: QueryClient,
  list: List,
  offset: number,
  progress: Progress,
): Promise<void> {
  const { tenantId, resourceType } = list;
  const ofTable = (key: readonly unknown[]) => isWindowOf(key, list, true);
  await client.cancelQueries({ predicate: ({ queryKey }) => ofTable(queryKey) });
  const { queryKey, queryFn } = pageQuery(client, list, offset, progress, true);
  try {
    await client.query({ queryKey, queryFn, staleTime: 0 });
  } catch {
    return; // The window shows its error itself, over the rows that it had.
  }
  const first = JSON.stringify(queryKey);
  const isOther = (key: readonly unknown[]) => ofTable(key) && JSON.stringify(key) !== first;
  const isResource = ([tag, , asked]: readonly unknown[]) => {
    const of = asked as { tenantId?: string; resourceType?: string } | undefined;
    return tag === "resource" && of?.tenantId === tenantId && of.resourceType === resourceType;
  };
  await client.invalidateQueries({
    predicate: ({ queryKey: key }) => isOther(key) || isResource(key),
  });
}

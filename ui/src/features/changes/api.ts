// The change log as queries: pages newest first, the newest of one resource, and one entry in full.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { call, type CallError } from "../../host/call";
import type { ChangesFound } from "../../host/generated/ChangesFound";
import type { ChangeKind } from "../../host/generated/ChangeKind";
import type { ChangesListed } from "../../host/generated/ChangesListed";
import { queryOf } from "../../state/query";

/** Which changes are shown. */
export interface ChangesFilter {
  /** Absent is all types. */
  resourceType?: string | undefined;
  /** Absent is all kinds. */
  kind?: ChangeKind | undefined;
  text: string;
}

/** Changes that are read at a time. */
const PAGE = 100;

/** The changes that match, newest first; older ones follow as they are asked for. */
export function useChanges(tenantId: string, { resourceType, kind, text }: ChangesFilter) {
  const asked = {
    tenantId,
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(kind === undefined ? {} : { kind }),
    ...(text === "" ? {} : { text }),
    limit: PAGE,
  };
  return useInfiniteQuery<
    ChangesListed,
    CallError,
    { pages: ChangesListed[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: ["changes", "changes_list pages", asked],
    queryFn: ({ pageParam, signal }) => {
      const before = pageParam === undefined ? {} : { before: pageParam };
      return call("changes_list", { ...asked, ...before }, { signal });
    },
    initialPageParam: undefined,
    getNextPageParam: (page) => (page.isMore ? page.changes.at(-1)?.change : undefined),
    placeholderData: keepPreviousData,
  });
}

/** Changes of one resource that are looked at. */
const OF_ONE = 50;

interface Which {
  tenantId: string;
  resourceType: string;
  id: string;
}

/** The newest changes of one resource. */
export function useChangesOf({ tenantId, resourceType, id }: Which) {
  return useQuery(queryOf("changes_list", { tenantId, resourceType, id, limit: OF_ONE }));
}

/** Changes of one resource that others made, found between reads of it; looked for anew after each `readAt`. */
export function useFoundChanges({ tenantId, resourceType, id }: Which, readAt: string) {
  return useQuery({ ...foundQuery({ tenantId, resourceType, id }, readAt), staleTime: 0 });
}

function foundQuery({ tenantId, resourceType, id }: Which, readAt: string) {
  const query = queryOf("changes_find", { tenantId, resourceType, id });
  return {
    ...query,
    queryKey: [...query.queryKey, readAt],
    // Those of another resource are not these.
    placeholderData: (before: ChangesFound | undefined, of?: { queryKey: readonly unknown[] }) =>
      JSON.stringify(of?.queryKey[2]) === JSON.stringify(query.queryKey[2]) ? before : undefined,
  };
}

/** How many changes of one resource are listed, where that is known: those that were found as soon as somebody looked. */
export function useChangesCount(which: Which, readAt: string): number | undefined {
  const { data } = useChangesOf(which);
  const found = useQuery({ ...foundQuery(which, readAt), enabled: false }).data;
  if (!data || data.isMore) return undefined;
  return data.changes.length + (found?.found.length ?? 0);
}

/** One entry in full. */
export function useChange(tenantId: string, change: string) {
  return useQuery(queryOf("change_read", { tenantId, change }));
}

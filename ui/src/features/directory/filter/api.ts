// What the backend says about the text of a filter: asked at every change, answered without the server.
import { useQuery } from "@tanstack/react-query";

import { call } from "../../../host/call";
import type { FilterChecked } from "../../../host/generated/FilterChecked";
import type { FilterCompleted } from "../../../host/generated/FilterCompleted";
import { keyOf } from "../../../state/query";
import type { Table } from "../memory";
import type { Said } from "./pieces";

/** Answers about texts that nobody looks at any more. */
const KEPT_MS = 30_000;

/** What there is to say about a text, as a query. */
export function checkQuery(table: Table, text: string) {
  const request = { ...table, text };
  return {
    queryKey: keyOf("filter_check", request),
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Said> => ({
      text,
      checked: await call("filter_check", request, { signal }),
    }),
    gcTime: KEPT_MS,
  };
}

const NOTHING: FilterChecked = { tokens: [], problems: [], clauses: [] };

function isOf(key: readonly unknown[] | undefined, { tenantId, resourceType }: Table): boolean {
  const asked = key?.[2] as Partial<Table> | undefined;
  return asked?.tenantId === tenantId && asked.resourceType === resourceType;
}

/** The last thing said; it may still be about an earlier text. About no text nobody has to be asked. */
export function useFilterCheck(table: Table, text: string): Said | undefined {
  const isEmpty = text.trim() === "";
  const { data } = useQuery<Said>({
    ...checkQuery(table, text),
    placeholderData: (before, query) => (isOf(query?.queryKey, table) ? before : undefined),
    enabled: !isEmpty,
  });
  return isEmpty ? { text, checked: NOTHING } : data;
}

/** How the text can go on at the caret; nothing while it is not asked for, or the answer is not here. */
export function useCompletions(
  table: Table,
  text: string,
  caret: number | undefined,
): FilterCompleted | undefined {
  const request = { ...table, text, cursor: caret ?? 0 };
  return useQuery<FilterCompleted>({
    queryKey: keyOf("filter_complete", request),
    queryFn: async ({ signal }) => await call("filter_complete", request, { signal }),
    enabled: caret !== undefined,
    gcTime: KEPT_MS,
  }).data;
}

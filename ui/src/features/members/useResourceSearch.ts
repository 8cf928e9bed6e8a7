// Looking for a resource by its name: among what was read, and on the server when somebody asks for that.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";

import { call, type CallError, isCancelled } from "../../host/call";
import type { FoundResource } from "../../host/generated/FoundResource";
import type { ResourcesListed } from "../../host/generated/ResourcesListed";
import { useSettled } from "../../kit/useSettled";
import { useStateOf } from "../../kit/useStateOf";
import { queryOf } from "../../state/query";

const SETTLE_MS = 120;
/** Results shown. */
const MOST_FOUND = 8;

export interface ResourceSearch {
  text: string;
  setText: (text: string) => void;
  found: readonly FoundResource[];
  /** What was found is for the letters that stand there now; until then it is for those of before. */
  isCurrent: boolean;
  /** How many resources were looked through; absent until something is sought. */
  searched: number | undefined;
  /** Asks the server; absent where it cannot be asked, or was. */
  askServer: (() => void) | undefined;
  /** Stops asking it; absent while it is not asked. */
  cancel: (() => void) | undefined;
  /** How many the server has, as far as it said. */
  onServer: number | undefined;
  error: CallError | undefined;
}

/** The list that the server is asked for: the same for whoever looks for it. */
export function searchQuery(tenantId: string, resourceType: string, filter: string) {
  return {
    queryKey: ["resources", "search", { tenantId, resourceType, filter }],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<ResourcesListed> =>
      call(
        "resources_list",
        { tenantId, resourceType, filter, offset: 0, limit: 20, columns: [], reload: false },
        { signal },
      ),
  };
}

/** What was read, and what the server has besides. */
function together(
  found: readonly FoundResource[],
  listed: ResourcesListed | undefined,
  resourceType: string,
): FoundResource[] {
  const known = new Set(found.map(({ id }) => id));
  const more = (listed?.rows ?? []).flatMap(({ id, title, active, misfit }): FoundResource[] => {
    if (id === undefined || known.has(id) || misfit) return [];
    known.add(id);
    return [{ resourceType, id, title, ...(active === undefined ? {} : { active }) }];
  });
  return [...found, ...more];
}

export function useResourceSearch(tenantId: string, resourceType: string): ResourceSearch {
  const client = useQueryClient();
  const of = JSON.stringify([tenantId, resourceType]);
  const [text, setText] = useStateOf(of, () => "");
  const [asked, setAsked] = useStateOf<string | undefined>(of, () => undefined);
  const sought = useSettled(text.trim(), SETTLE_MS, of);
  const request = { tenantId, resourceType, text: sought, limit: MOST_FOUND };
  const local = useQuery({
    ...queryOf("resources_find", request),
    enabled: sought !== "",
    placeholderData: keepPreviousData,
    // More becomes known as more is read.
    staleTime: 0,
    gcTime: 10_000,
  });
  const current = sought !== "" && !local.isPlaceholderData ? local.data : undefined;
  const filter = current?.filter;
  const query = searchQuery(tenantId, resourceType, filter ?? "");
  const server = useQuery({
    ...query,
    queryFn: async (context) => {
      const listed = await query.queryFn(context);
      void client.invalidateQueries({ queryKey: ["resources_find"] });
      return listed;
    },
    enabled: filter !== undefined && asked === filter,
    staleTime: 0,
  });
  const isAsked = filter !== undefined && asked === filter;
  const said = isAsked ? server.data : undefined;
  const error = local.error ?? (isAsked ? server.error : null);
  return {
    text,
    setText: (next) => setText(() => next),
    found: sought === "" ? [] : together(local.data?.found ?? [], said, resourceType),
    isCurrent: text.trim() === sought && !local.isPlaceholderData && !local.isLoading,
    searched: current?.searched,
    askServer:
      filter === undefined || (isAsked && !server.error)
        ? undefined
        : () => {
            if (isAsked) void server.refetch();
            else setAsked(() => filter);
          },
    cancel:
      isAsked && server.isFetching
        ? () => {
            setAsked(() => undefined);
            void client.cancelQueries({ queryKey: query.queryKey });
          }
        : undefined,
    onServer: said === undefined ? undefined : (said.totalResults ?? said.rowCount),
    error: error && !isCancelled(error) ? error : undefined,
  };
}

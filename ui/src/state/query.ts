// What is cached of the backend's answers: keys made of the commands' own tags, and what makes them stale.
import type { QueryKey } from "@tanstack/react-query";
import { QueryClient, queryOptions, useQueryClient } from "@tanstack/react-query";

import type { CallError } from "../host/call";
import { call } from "../host/call";
import { commandTags } from "../host/generated/commands";
import type { CallOptions, CommandName, Commands } from "../host/types";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: CallError;
  }
}

/** Answers stay until something makes them stale: the backend says so, nobody polls. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** The key of an answer: what it is cached as, the command, the request. */
export function keyOf<N extends CommandName>(name: N, request: Commands[N]["request"]): QueryKey {
  return [commandTags[name].provides[0] ?? name, name, request];
}

/** A reading command as a query: `useQuery(queryOf("columns_read", { tenantId, resourceType }))`. */
export function queryOf<N extends CommandName>(name: N, request: Commands[N]["request"]) {
  return queryOptions<Commands[N]["answer"]>({
    queryKey: keyOf(name, request),
    queryFn: async ({ signal }) => await call(name, request, { signal }),
  });
}

/**
 * Keeps what the backend said unasked. A reading of it that is under way may have been answered before that was so, and
 * come after it: it begins anew.
 */
export function writeSaid(client: QueryClient, queryKey: QueryKey, said: unknown): void {
  const isRead = client.isFetching({ queryKey, exact: true }) > 0;
  client.setQueryData(queryKey, said);
  if (isRead) void client.invalidateQueries({ queryKey, exact: true, refetchType: "all" });
}

/** Marks everything stale that a command says it changed. */
export async function invalidate(client: QueryClient, name: CommandName): Promise<void> {
  await Promise.all(
    commandTags[name].stales.map((tag) => client.invalidateQueries({ queryKey: [tag] })),
  );
}

/** Reads again what is shown of a tenant and forgets the rest; its history stays. */
export function resetAnswersOf(client: QueryClient, tenantId: string): void {
  void client.resetQueries({ predicate: ({ queryKey }) => isAnswerOf(queryKey, tenantId) });
}

/** Forgets everything of a tenant that was erased. */
export function removeAnswersOf(client: QueryClient, tenantId: string): void {
  client.removeQueries({
    predicate: ({ queryKey }) =>
      isAnswerOf(queryKey, tenantId) || (queryKey[0] === "traffic" && queryKey[1] === tenantId),
  });
}

function isAnswerOf(key: QueryKey, tenantId: string): boolean {
  if (key[0] === "traffic" || key[0] === "exchanges") return false;
  return key.some((part) => part === tenantId || tenantIdIn(part) === tenantId);
}

function tenantIdIn(part: unknown): unknown {
  return typeof part === "object" && part !== null && "tenantId" in part
    ? part.tenantId
    : undefined;
}

export type Run = <N extends CommandName>(
  name: N,
  request: Commands[N]["request"],
  options?: CallOptions<N>,
) => Promise<Commands[N]["answer"]>;

/** Runs a changing command and makes stale what it changed. */
export function useRun(): Run {
  const client = useQueryClient();
  return async (name, request, options) => {
    const answer = await call(name, request, options);
    void invalidate(client, name);
    return answer;
  };
}

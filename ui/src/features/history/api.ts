// The history as queries: pages newest first, and one exchange in full.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { call, type CallError } from "../../host/call";
import type { ExchangesListed } from "../../host/generated/ExchangesListed";
import type { OutcomeFilter } from "../../host/generated/OutcomeFilter";
import { queryOf } from "../../state/query";

/** Which exchanges are shown. */
export interface HistoryFilter {
  /** Absent is every tenant. */
  tenantId?: string | undefined;
  outcome: OutcomeFilter;
  text: string;
}

/** Exchanges that are read at a time. */
const PAGE = 100;

/** The exchanges that match, newest first; pages follow as they are asked for. New ones make it stale. */
export function useExchanges({ tenantId, outcome, text }: HistoryFilter) {
  const asked = { ...(tenantId === undefined ? {} : { tenantId }), outcome, text, limit: PAGE };
  return useInfiniteQuery<
    ExchangesListed,
    CallError,
    { pages: ExchangesListed[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: ["exchanges", "exchanges_list", asked],
    queryFn: ({ pageParam, signal }) => {
      const before = pageParam === undefined ? {} : { before: pageParam };
      return call("exchanges_list", { ...asked, ...before }, { signal });
    },
    initialPageParam: undefined,
    getNextPageParam: (page) => (page.more ? page.exchanges.at(-1)?.id : undefined),
    placeholderData: keepPreviousData,
  });
}

/** One exchange in full: it never changes any more. */
export function useExchange(id: string | undefined) {
  return useQuery({ ...queryOf("exchange_read", { id: id ?? "" }), enabled: id !== undefined });
}

/** What there is to say about an exchange. What is known of its server may change: each look asks anew. */
export function useLint(id: string) {
  return useQuery({ ...queryOf("exchange_lint", { id }), staleTime: 0 });
}

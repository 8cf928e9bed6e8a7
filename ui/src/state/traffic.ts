// The requests of a tenant as they happen: how many are recorded, and how the last one went.
import type { QueryClient } from "@tanstack/react-query";
import { useQuery } from "@tanstack/react-query";

import { call } from "../host/call";
import type { ExchangeSummary } from "../host/generated/ExchangeSummary";

export interface Traffic {
  total: number;
  last?: ExchangeSummary | undefined;
}

const keyOfTraffic = (tenantId: string) => ["traffic", tenantId] as const;

export function useTraffic(tenantId: string | undefined): Traffic | undefined {
  return useQuery<Traffic>({
    queryKey: keyOfTraffic(tenantId ?? ""),
    queryFn: async ({ signal }) => {
      const listed = await call(
        "exchanges_list",
        { ...(tenantId ? { tenantId } : {}), outcome: "all", text: "", limit: 1 },
        { signal },
      );
      return { total: listed.total, last: listed.exchanges[0] };
    },
    enabled: tenantId !== undefined,
  }).data;
}

/** Counts an exchange that was just recorded. */
export function writeTraffic(client: QueryClient, last: ExchangeSummary, total: number): void {
  client.setQueryData<Traffic>(keyOfTraffic(last.tenantId), { total, last });
}

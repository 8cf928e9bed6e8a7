// How the requests of each tenant are paced: what they wait for, as the backend says it.
import type { QueryClient } from "@tanstack/react-query";
import { useQuery } from "@tanstack/react-query";

import type { Pacing } from "../host/generated/Pacing";
import { keyOf, queryOf, writeSaid } from "./query";

export function usePacing(tenantId: string): Pacing | undefined {
  return useQuery(queryOf("pacing_read", { tenantId })).data;
}

export function writePacing(client: QueryClient, pacing: Pacing): void {
  writeSaid(client, keyOf("pacing_read", { tenantId: pacing.tenantId }), pacing);
}

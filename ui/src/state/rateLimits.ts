// What the servers say about limits, as their answers come: the last word of each tenant's server.
import type { QueryClient } from "@tanstack/react-query";
import { skipToken, useQuery } from "@tanstack/react-query";

import type { ExchangeSummary } from "../host/generated/ExchangeSummary";
import type { RateLimits } from "../host/generated/RateLimits";

export interface SaidLimits {
  limits: RateLimits;
  /** The exchange whose answer says so. */
  exchange: ExchangeSummary;
  /** What was said of quotas before, where this answer only asks to wait. */
  before?: SaidLimits | undefined;
}

const keyOfLimits = (tenantId: string) => ["rateLimits", tenantId] as const;

/** Undefined while the server has said nothing about limits. */
export function useRateLimits(tenantId: string): SaidLimits | undefined {
  return useQuery<SaidLimits>({ queryKey: keyOfLimits(tenantId), queryFn: skipToken }).data;
}

export function writeRateLimits(
  client: QueryClient,
  exchange: ExchangeSummary,
  limits: RateLimits | undefined,
): void {
  if (!limits) return;
  client.setQueryData<SaidLimits>(keyOfLimits(exchange.tenantId), (before) =>
    // Answers may come in another order than they were given: the newer request has the last word.
    before && before.exchange.startedAt > exchange.startedAt
      ? before
      : { limits, exchange, before: limits.quotas.length > 0 ? undefined : quotasOf(before) },
  );
}

function quotasOf(said: SaidLimits | undefined): SaidLimits | undefined {
  return said && said.limits.quotas.length > 0 ? said : said?.before;
}

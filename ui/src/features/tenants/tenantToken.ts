// What is known of the token and the certificate of a tenant; asked again now and then, because it ends by itself.
import { useQuery } from "@tanstack/react-query";

import type { Tenant } from "../../host/generated/Tenant";
import type { TenantToken } from "../../host/generated/TenantToken";
import { queryOf } from "../../state/query";

const AGAIN_MS = 5 * 60_000;

/** Undefined where nothing can be known: for the sandbox, or as long as a secret is missing. */
export function useTenantToken(tenant: Tenant | undefined): TenantToken | undefined {
  const isAsked =
    tenant !== undefined &&
    tenant.environment !== "sandbox" &&
    (tenant.authentication !== "none" || tenant.signIn?.certificate !== undefined);
  const query = useQuery({
    ...queryOf("tenant_token", { tenantId: tenant?.id ?? "" }),
    enabled: isAsked,
    refetchInterval: AGAIN_MS,
  });
  return isAsked ? query.data : undefined;
}

/** Whether there is anything to show of it. */
export function isKnown(token: TenantToken): boolean {
  return (
    token.jwt !== undefined ||
    token.obtainedAt !== undefined ||
    token.expiresAt !== undefined ||
    token.certificate !== undefined ||
    token.notices.length > 0
  );
}

/** Whether a token was fetched, so that it can be fetched anew. */
export function isFetched(token: TenantToken): boolean {
  return token.obtainedAt !== undefined;
}

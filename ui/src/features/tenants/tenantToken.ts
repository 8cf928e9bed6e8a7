// What is known of the token and the certificate of a tenant; asked again now and then, because it ends by itself.
import { useQuery } from "@tanstack/react-query";

import type { ExpiryNotice } from "../../host/generated/ExpiryNotice";
import type { Tenant } from "../../host/generated/Tenant";
import type { TenantToken } from "../../host/generated/TenantToken";
import { queryOf } from "../../state/query";

const AGAIN_MS = 5 * 60_000;

/** Undefined where nothing can be known: for the sandbox, or as long as a secret is missing. */
export function useTenantToken(tenant: Tenant | undefined): TenantToken | undefined {
  const isAsked =
    tenant !== undefined &&
    tenant.environment !== "sandbox" &&
    (tenant.authentication !== "none" || hasCertificate(tenant));
  return useToken(tenant, isAsked);
}

/**
 * What is most worth saying of the end of a tenant's token or certificate, if that is near. Of a tenant that is not open
 * only what was pasted can say so: a token that is fetched is not there. To look, the keychain is asked: not for each of
 * hundreds of tenants, but for those that a digit opens.
 */
export function useNearEnd(
  tenant: Tenant,
  { isOpen, isClose }: { isOpen: boolean; isClose: boolean },
): ExpiryNotice | undefined {
  const isHeld = tenant.secret === "stored" || tenant.secret === "given";
  const isPasted = tenant.authentication === "bearer" || tenant.authentication === "apiKey";
  const tells = (isPasted && isHeld) || hasCertificate(tenant);
  const isAsked = tenant.environment !== "sandbox" && (isOpen || (isClose && tells));
  return useToken(tenant, isAsked)?.notices[0];
}

function hasCertificate(tenant: Tenant): boolean {
  return tenant.signIn?.certificate !== undefined;
}

function useToken(tenant: Tenant | undefined, isAsked: boolean): TenantToken | undefined {
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

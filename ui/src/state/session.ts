// The tenant that the window shows: opening it is a query on the place, so nothing has to be kept in step.
import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";

import { call } from "../host/call";
import type { CallError } from "../host/call";
import type { Environment } from "../host/generated/Environment";
import type { ResourceTypeSummary } from "../host/generated/ResourceTypeSummary";
import type { Tenant } from "../host/generated/Tenant";
import type { TenantOpened } from "../host/generated/TenantOpened";
import { useTenant } from "./app";
import { useNavigate, useWhereabouts } from "./navigation";
import { invalidate, keyOf, queryOf } from "./query";

export type Session =
  | { kind: "none" }
  | { kind: "opening"; tenant: Tenant; cancel: () => void }
  | { kind: "failed"; tenant: Tenant; error: CallError; tryAgain: () => void }
  | { kind: "open"; tenant: Tenant; opened: TenantOpened };

/** Opening a tenant, as a query. */
export function openingQuery(client: QueryClient, tenantId: string) {
  const request = { tenantId };
  return queryOptions<TenantOpened>({
    queryKey: keyOf("tenant_open", request),
    queryFn: async ({ signal }) => {
      const opened = await call("tenant_open", request, { signal });
      void invalidate(client, "tenant_open");
      return opened;
    },
  });
}

export function useSession(): Session {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { tenantId } = useWhereabouts();
  const tenant = useTenant(tenantId);
  const query = openingQuery(client, tenantId ?? "");
  const opening = useQuery({ ...query, enabled: tenant !== undefined });
  if (!tenant) return { kind: "none" };
  if (opening.data && !opening.isError) {
    return { kind: "open", tenant: opening.data.tenant, opened: opening.data };
  }
  if (opening.error && !opening.isFetching) {
    return {
      kind: "failed",
      tenant,
      error: opening.error,
      tryAgain: () => void opening.refetch(),
    };
  }
  const cancel = () => {
    void client.cancelQueries({ queryKey: query.queryKey }).then(() => navigate.leaveTenant());
  };
  return { kind: "opening", tenant, cancel };
}

/** How many resources of a type the server says there are. */
export function useResourceTypeCount(tenantId: string, resourceType: string) {
  return useQuery(queryOf("resource_type_count", { tenantId, resourceType }));
}

/** The resource type that a tenant opens with: its users where it has them. */
export function firstResourceType(opened: TenantOpened): ResourceTypeSummary | undefined {
  return opened.resourceTypes.find((it) => it.name === "User") ?? opened.resourceTypes[0];
}

/** What people call an environment. */
export const environmentNames: Record<Environment, string> = {
  production: "Production",
  staging: "Staging",
  test: "Test",
  development: "Development",
  sandbox: "Inside the app",
};

// What the app said at its start, and the storage and the tenants as they are now.
import type { QueryClient } from "@tanstack/react-query";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";

import { call } from "../host/call";
import type { AppStarted } from "../host/generated/AppStarted";
import type { Storage } from "../host/generated/Storage";
import type { Tenant } from "../host/generated/Tenant";
import { readLeft } from "./left";
import { keyOf, queryOf } from "./query";

/** The start is asked for once; storage and tenants are then kept fresh on their own. */
const START_KEY = ["app", "app_start"] as const;
const STORAGE_KEY = ["storage"] as const;

export function startQuery(client: QueryClient) {
  return queryOptions<AppStarted>({
    queryKey: START_KEY,
    queryFn: async ({ signal }) => {
      // Both wait for the database, and whatever is shown first stands where it was left.
      const [started] = await Promise.all([call("app_start", {}, { signal }), readLeft()]);
      // Where the start is read again, the list is as well, and may be newer.
      client.setQueryData<Tenant[]>(keyOf("tenant_list", {}), (known) => known ?? started.tenants);
      client.setQueryData(STORAGE_KEY, started.storage);
      return started;
    },
  });
}

export function useAppStart() {
  return useQuery(startQuery(useQueryClient()));
}

/** The app as it started; only below the place where the start was awaited. */
export function useStarted(): AppStarted {
  const { data } = useAppStart();
  if (!data) throw new Error("the app has not started");
  return data;
}

/** The name of this window, once the app has started. */
export function thisWindow(client: QueryClient): string | undefined {
  return client.getQueryData<AppStarted>(START_KEY)?.window;
}

export function useStorage(): Storage {
  const started = useStarted();
  const { data } = useQuery<Storage>({
    queryKey: STORAGE_KEY,
    queryFn: () => started.storage,
    enabled: false,
  });
  return data ?? started.storage;
}

export function writeStorage(client: QueryClient, storage: Storage): void {
  client.setQueryData(STORAGE_KEY, storage);
}

/** The configured tenants in the person's own order, those of a group together; without the sandbox. */
export function useTenants(): readonly Tenant[] {
  const started = useStarted();
  const { data } = useQuery(queryOf("tenant_list", {}));
  return data ?? started.tenants;
}

/** Shows a saved tenant at once; the list is read again anyway. */
export function writeTenant(client: QueryClient, saved: Tenant): void {
  client.setQueryData<Tenant[]>(keyOf("tenant_list", {}), (tenants = []) =>
    tenants.some((it) => it.id === saved.id)
      ? tenants.map((it) => (it.id === saved.id ? saved : it))
      : [...tenants, saved],
  );
}

/** A tenant by its id, the sandbox included. */
export function useTenant(tenantId: string | undefined): Tenant | undefined {
  const { sandbox } = useStarted();
  const tenants = useTenants();
  if (tenantId === undefined) return undefined;
  return tenantId === sandbox.id ? sandbox : tenants.find((it) => it.id === tenantId);
}

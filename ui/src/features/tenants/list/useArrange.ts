// Puts the tenants into another order: shown at once, and as it was where the backend refuses. One step at a time, each
// from the order that the step before it left: keys that are held down are faster than the backend.
import type { QueryClient } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";

import type { Tenant } from "../../../host/generated/Tenant";
import { keyOf, useRun } from "../../../state/query";
import { placesOf } from "./arrangement";

/** The order after a step; undefined where there is nothing to change. */
export type Change = (tenants: readonly Tenant[]) => Tenant[] | undefined;

/** The last step of each window's cache. */
const lastSteps = new WeakMap<QueryClient, Promise<void>>();

/** Fails with a `CallError` where the backend refuses. */
export function useArrange(): (change: Change) => Promise<void> {
  const client = useQueryClient();
  const run = useRun();
  const key = keyOf("tenant_list", {});
  const arrange = async (change: Change) => {
    // A list that is still read may be older than the step.
    await client.cancelQueries({ queryKey: key });
    const next = change(client.getQueryData<Tenant[]>(key) ?? []);
    if (!next) return;
    client.setQueryData(key, next);
    try {
      const arranged = await run("tenant_arrange", { places: placesOf(next) });
      await client.cancelQueries({ queryKey: key });
      client.setQueryData(key, arranged);
    } catch (reason: unknown) {
      await client.invalidateQueries({ queryKey: key });
      throw reason;
    }
  };
  return (change) => {
    const before = lastSteps.get(client) ?? Promise.resolve();
    const step = before.then(() => arrange(change));
    // A step that was refused keeps no other one from being done.
    const settled = step.catch(() => undefined);
    lastSteps.set(client, settled);
    return step;
  };
}

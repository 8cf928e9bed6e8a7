// Which entry of the change log is shown in full, for each tenant: going back finds it again.
import { createStore, useStore } from "../../state/store";

const shown = createStore<ReadonlyMap<string, string>>(new Map());

/** Shows an entry; without one, none. */
export function showChange(tenantId: string, change: string | undefined): void {
  const next = new Map(shown.read());
  if (change === undefined) next.delete(tenantId);
  else next.set(tenantId, change);
  shown.write(next);
}

export function useShownChange(tenantId: string): string | undefined {
  return useStore(shown).get(tenantId);
}

/** For tests: none is shown. */
export function forgetShownChanges(): void {
  shown.write(new Map());
}

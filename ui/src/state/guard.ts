// The write guards of the tenants, as the backend says how they stand; and why one is locked again, until that was read.
import type { QueryClient } from "@tanstack/react-query";
import { useQuery } from "@tanstack/react-query";

import type { GuardEnd } from "../host/generated/GuardEnd";
import type { GuardState } from "../host/generated/GuardState";
import { keyOf, queryOf, writeSaid } from "./query";
import { createStore, useStore } from "./store";

/** Undefined while it is not known. */
export function useGuard(tenantId: string | undefined): GuardState | undefined {
  return useQuery({
    ...queryOf("guard_read", { tenantId: tenantId ?? "" }),
    enabled: tenantId !== undefined,
  }).data;
}

type Ends = ReadonlyMap<string, GuardEnd>;

const ends = createStore<Ends>(new Map());
/** Who locks a tenant here need not be told why it is locked. */
const lockedHere = new Set<string>();
/** Said to be unlocked. What is cached may have been read again since, before the backend says that it is locked. */
const saidUnlocked = new Set<string>();

/** Takes in how a guard stands now. */
export function writeGuard(client: QueryClient, guard: GuardState): void {
  const { tenantId, mode, unlocked, ended } = guard;
  const key = keyOf("guard_read", { tenantId });
  const was = client.getQueryData<GuardState>(key);
  writeSaid(client, key, guard);
  void client.invalidateQueries({ queryKey: ["guardLog"] });
  if (unlocked) {
    forgetEnd(tenantId);
    lockedHere.delete(tenantId);
    saidUnlocked.add(tenantId);
    return;
  }
  const wasUnlocked = saidUnlocked.delete(tenantId) || was?.unlocked !== undefined;
  if (ended === undefined || !wasUnlocked) return;
  const isExpected = lockedHere.delete(tenantId) && ended === "byHand";
  if (mode === "readOnly" && !isExpected) {
    ends.write(new Map(ends.read()).set(tenantId, ended));
  }
}

/** Why a tenant is no longer unlocked, if somebody may still wonder. */
export function useGuardEnd(tenantId: string): GuardEnd | undefined {
  return useStore(ends).get(tenantId);
}

/** It was read, or is so no more. */
export function forgetEnd(tenantId: string): void {
  const rest = new Map(ends.read());
  if (rest.delete(tenantId)) ends.write(rest);
}

/** Somebody locks it in this window. */
export function expectLock(tenantId: string): void {
  lockedHere.add(tenantId);
}

/** For tests: nothing was ever unlocked. */
export function forgetGuards(): void {
  ends.write(new Map());
  lockedHere.clear();
  saidUnlocked.clear();
}

// What was typed into a connection form and not saved yet: kept while the window lives, so that looking elsewhere loses
// nothing. In memory only: there may be a token in it. What is kept over a restart is in `keptForm`.
import { keepLeft } from "../../state/left";
import { createStore, useStore } from "../../state/store";
import type { ConnectionInput } from "./connectionInput";
import { forgetRuns } from "./testRuns";

type Unsaved = ReadonlyMap<string, ConnectionInput>;

const unsaved = createStore<Unsaved>(new Map());

/** The form of a new tenant has no id. */
function keyOf(tenantId: string | undefined): string {
  return tenantId ?? "";
}

/** What was typed into the form of this tenant, if it is not saved. */
export function useUnsaved(tenantId: string | undefined): ConnectionInput | undefined {
  return useStore(unsaved).get(keyOf(tenantId));
}

export function keepUnsaved(tenantId: string | undefined, input: ConnectionInput): void {
  unsaved.write(new Map(unsaved.read()).set(keyOf(tenantId), input));
}

export function isUnsaved(tenantId: string | undefined): boolean {
  return unsaved.read().has(keyOf(tenantId));
}

/** It is saved, cancelled, or its tenant is gone. */
export function dropUnsaved(tenantId: string | undefined): void {
  const rest = new Map(unsaved.read());
  if (rest.delete(keyOf(tenantId))) unsaved.write(rest);
  keepLeft(tenantId, "form", "");
}

/** For tests: nothing was ever typed or tested. */
export function forgetUnsaved(): void {
  unsaved.write(new Map());
  forgetRuns();
}

// The connection tests that have ended, one for each form: kept while the window lives, so that looking at one of their
// requests and coming back loses nothing. In memory only: a test knows the draft that was tested, secrets and all.
import type { TestRun } from "./useConnectionTest";

export type EndedRun = Extract<TestRun, { kind: "done" | "failed" }>;

const ended = new Map<string, EndedRun>();

/** The last test of this form, if it came to an end. The form of a new tenant has no id. */
export function endedRun(tenantId: string | undefined): EndedRun | undefined {
  return ended.get(tenantId ?? "");
}

export function keepRun(tenantId: string | undefined, run: EndedRun): void {
  ended.set(tenantId ?? "", run);
}

/** What was tested is saved, given up or forgotten, or is tested anew. */
export function dropRun(tenantId: string | undefined): void {
  ended.delete(tenantId ?? "");
}

/** For tests: nothing was ever tested. */
export function forgetRuns(): void {
  ended.clear();
}

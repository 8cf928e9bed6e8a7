// Changing a guard: busy while the backend does it, and what it said against it.
import { useState } from "react";

import { asCallError } from "../../host/call";
import type { CallError } from "../../host/call";
import { expectLock } from "../../state/guard";
import { useRun } from "../../state/query";
import type { Run } from "../../state/query";

export function useGuardCommand() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const run = useRun();
  const start = (change: (run: Run) => Promise<unknown>, done?: () => void) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    change(run)
      .then(done)
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, error, start, forgetError: () => setError(undefined) };
}

/** Locks a tenant at once. */
export async function lockTenant(run: Run, tenantId: string): Promise<void> {
  expectLock(tenantId);
  await run("guard_lock", { tenantId });
}

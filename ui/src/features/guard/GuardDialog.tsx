// What can be done about the guard of the tenant that is shown: unlock it with a reason, or lock it again.
import { useEffect, useState } from "react";

import type { GuardUnlocked } from "../../host/generated/GuardUnlocked";
import type { Tenant } from "../../host/generated/Tenant";
import { useGuard } from "../../state/guard";
import { useRun } from "../../state/query";
import type { Session } from "../../state/session";
import { useShortcuts } from "../../state/shortcuts";
import { askGuard, closeGuard, useGuardAsked } from "./asked";
import { UnlockDialog } from "./UnlockDialog";
import { UnlockedDialog } from "./UnlockedDialog";
import { lockTenant } from "./useGuardCommand";

/** The keys that lock and unlock, and the question that they open; for a tenant that is open. */
export function GuardDialog({ session }: { session: Session }) {
  const tenant = session.kind === "open" ? session.tenant : undefined;
  const guard = useGuard(tenant?.environment === "sandbox" ? undefined : tenant?.id);
  if (!tenant || guard?.mode !== "readOnly") return null;
  return <Guarded key={tenant.id} tenant={tenant} unlocked={guard.unlocked} />;
}

interface GuardedProps {
  tenant: Tenant;
  unlocked: GuardUnlocked | undefined;
}

function Guarded({ tenant, unlocked }: GuardedProps) {
  const run = useRun();
  const isAsked = useGuardAsked();
  useShortcuts("app", {
    "app.unlock": unlocked ? undefined : askGuard,
    "app.lock": unlocked ? () => void lockTenant(run, tenant.id) : undefined,
  });
  // Another tenant, or another guard: the question was not about that.
  useEffect(() => closeGuard, []);
  return isAsked ? <Question tenant={tenant} unlocked={unlocked} /> : null;
}

/** It stays the question that was asked: the answer is on its way when the tenant is told to be unlocked. */
function Question({ tenant, unlocked }: GuardedProps) {
  const [toUnlock] = useState(unlocked === undefined);
  const isOver = !toUnlock && unlocked === undefined;
  useEffect(() => {
    if (isOver) closeGuard();
  }, [isOver]);
  if (toUnlock) return <UnlockDialog tenant={tenant} onClose={closeGuard} />;
  return unlocked ? (
    <UnlockedDialog tenant={tenant} unlocked={unlocked} onClose={closeGuard} />
  ) : null;
}

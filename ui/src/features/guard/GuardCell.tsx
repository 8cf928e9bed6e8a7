// The tenant's environment and guard in the status bar; opens what can be done about it.
import { Lock, LockOpen } from "lucide-react";

import type { Tenant } from "../../host/generated/Tenant";
import { classes } from "../../kit/classes";
import { Dot } from "../../kit/Dot";
import { useGuard } from "../../state/guard";
import { useNavigate } from "../../state/navigation";
import { environmentNames } from "../../state/session";
import { askGuard } from "./asked";
import { Countdown } from "./Countdown";
import { modeStates } from "./guardWords";

interface GuardCellProps {
  tenant: Tenant;
  /** Only a tenant that is open can be unlocked. */
  isOpen: boolean;
  className: string | undefined;
  /** For production. */
  solidClassName: string | undefined;
}

export function GuardCell({ tenant, isOpen, className, solidClassName }: GuardCellProps) {
  const guard = useGuard(tenant.id);
  const navigate = useNavigate();
  const mode = guard?.mode ?? tenant.guard;
  const isProduction = tenant.environment === "production";
  const Icon = mode === "readOnly" && !guard?.unlocked ? Lock : LockOpen;
  const open = () => {
    if (mode === "readOnly" && isOpen) askGuard();
    else navigate.open({ screen: "connection", tenantId: tenant.id });
  };
  return (
    <button
      type="button"
      className={classes(className, isProduction && solidClassName)}
      data-testid="status-guard"
      onClick={open}
    >
      {isProduction || mode === "readOnly" ? (
        <Icon size={12} aria-hidden="true" />
      ) : (
        <Dot tone="tenant" />
      )}
      {environmentNames[tenant.environment]}, {guard?.unlocked ? "writes on" : modeStates[mode]}
      {guard?.unlocked && <Countdown until={guard.unlocked.until} />}
    </button>
  );
}

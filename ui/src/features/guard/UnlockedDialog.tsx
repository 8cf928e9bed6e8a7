// A tenant that is unlocked: for how long still, why, and the button that ends it.
import { useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useRef } from "react";

import type { GuardUnlocked } from "../../host/generated/GuardUnlocked";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { timeOfDay } from "../../kit/countdown";
import { Dialog } from "../../kit/Dialog";
import { Disclosure } from "../../kit/Disclosure";
import { ErrorCard } from "../../kit/ErrorCard";
import { UserText } from "../../kit/UserText";
import { queryOf } from "../../state/query";
import { useOtherWindow } from "../../state/windows";
import { Countdown } from "./Countdown";
import { EndsList } from "./EndsList";
import styles from "./guard.module.css";
import { GuardLog } from "./GuardLog";
import { TenantStrip } from "./TenantStrip";
import { lockTenant, useGuardCommand } from "./useGuardCommand";

interface UnlockedDialogProps {
  tenant: Tenant;
  unlocked: GuardUnlocked;
  onClose: () => void;
}

export function UnlockedDialog({ tenant, unlocked, onClose }: UnlockedDialogProps) {
  const lock = useRef<HTMLButtonElement>(null);
  const log = useQuery(queryOf("guard_log", { tenantId: tenant.id }));
  const { busy, error, start } = useGuardCommand();
  const elsewhere = useOtherWindow(unlocked.window);
  const reason = log.data?.find((it) => it.event === "unlocked")?.reason;
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={lock}
      testId="unlocked-writes"
      strip={<TenantStrip tenant={tenant} unlocked />}
      title="Writes are on"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            ref={lock}
            kind="primary"
            keys="Enter"
            icon={<Lock size={14} aria-hidden="true" />}
            busy={busy}
            onClick={() => start((run) => lockTenant(run, tenant.id), onClose)}
            data-testid="lock-writes"
          >
            Lock now
          </Button>
        </>
      }
    >
      <dl className={styles.facts}>
        <dt>Locks in</dt>
        <dd>
          <Countdown until={unlocked.until} />, at {timeOfDay(unlocked.until)}
        </dd>
        {reason !== undefined && (
          <>
            <dt>Reason</dt>
            <dd>
              <UserText text={reason} className="selectable" />
            </dd>
          </>
        )}
      </dl>
      <div className={styles.ends}>
        <p>It locks again by itself:</p>
        <EndsList elsewhere={elsewhere} />
      </div>
      {error && <ErrorCard error={error} />}
      <Disclosure label="What was done before" testId="unlock-log">
        <GuardLog tenantId={tenant.id} />
      </Disclosure>
    </Dialog>
  );
}

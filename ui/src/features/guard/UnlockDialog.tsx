// Unlocks a read-only tenant for a while: why, for how long, and what ends it before.
import { LockOpen } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";

import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Disclosure } from "../../kit/Disclosure";
import { ErrorCard } from "../../kit/ErrorCard";
import { UserText } from "../../kit/UserText";
import { EndsList } from "./EndsList";
import styles from "./guard.module.css";
import { GuardLog } from "./GuardLog";
import { ReasonField } from "./ReasonField";
import { TenantStrip } from "./TenantStrip";
import { useGuardCommand } from "./useGuardCommand";

interface UnlockDialogProps {
  tenant: Tenant;
  onClose: () => void;
  /** What happens instead of closing once it is unlocked. */
  onUnlocked?: (() => void) | undefined;
  /** Why it is asked, where nobody asked for it. */
  children?: ReactNode;
}

export function UnlockDialog(props: UnlockDialogProps) {
  const { tenant, onClose, onUnlocked = onClose } = props;
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const { busy, error, start, forgetError } = useGuardCommand();
  const unlock = () => {
    setTried(true);
    if (reason.trim() === "") {
      field.current?.focus();
      return;
    }
    start((run) => run("guard_unlock", { tenantId: tenant.id, reason }), onUnlocked);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={field}
      testId="unlock-writes"
      strip={<TenantStrip tenant={tenant} />}
      title={
        <>
          Unlock writes to <UserText text={tenant.name} />?
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            keys="Enter"
            icon={<LockOpen size={14} aria-hidden="true" />}
            busy={busy}
            onClick={unlock}
            data-testid="unlock-writes-confirm"
          >
            Unlock for 15 minutes
          </Button>
        </>
      }
    >
      {props.children}
      <p>
        {tenant.environment === "production" && "Real people depend on this server. "}
        Changes can be sent to it then. Each of them is still shown as it will be sent, and
        confirmed.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          unlock();
        }}
      >
        <ReasonField
          ref={field}
          reason={reason}
          onChange={(next) => {
            setReason(next);
            forgetError();
          }}
          isTried={isTried}
          error={error}
        />
      </form>
      {error && error.field !== "reason" && <ErrorCard error={error} />}
      <div className={styles.ends}>
        <p>It locks again by itself:</p>
        <EndsList />
      </div>
      <Disclosure label="What was done before" testId="unlock-log">
        <GuardLog tenantId={tenant.id} />
      </Disclosure>
    </Dialog>
  );
}

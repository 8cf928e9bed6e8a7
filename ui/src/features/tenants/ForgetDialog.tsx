// Asks before a tenant is erased, and says what goes with it.
import { useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRef, useState } from "react";

import { asCallError } from "../../host/call";
import type { CallError } from "../../host/call";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { formatNumber } from "../../kit/format";
import { useToast } from "../../kit/Toast";
import { UserText } from "../../kit/UserText";
import { useStorage } from "../../state/app";
import { useNavigate } from "../../state/navigation";
import { removeAnswersOf, useRun } from "../../state/query";
import { useTraffic } from "../../state/traffic";
import { secretWords } from "../../state/signIn";
import styles from "./Connection.module.css";
import { dropUnsaved } from "./unsaved";

interface ForgetDialogProps {
  tenant: Tenant;
  open: boolean;
  onClose: () => void;
}

export function ForgetDialog({ tenant, open, onClose }: ForgetDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const { busy, error, forget } = useForget(tenant);
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      initialFocus={cancel}
      testId="forget-dialog"
      icon={<Trash2 size={16} aria-hidden="true" />}
      title={
        <>
          Forget <UserText text={tenant.name} />?
        </>
      }
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button
            kind="solidDanger"
            busy={busy}
            disabled={busy}
            onClick={forget}
            data-testid="forget-confirm"
          >
            Forget this tenant
          </Button>
        </>
      }
    >
      {open && <Erased tenant={tenant} />}
      {error && <ErrorCard error={error} />}
    </Dialog>
  );
}

function Erased({ tenant }: { tenant: Tenant }) {
  const storage = useStorage();
  const traffic = useTraffic(tenant.id);
  const requests = traffic ? `${formatNumber(traffic.total)} recorded requests` : "its history";
  return (
    <>
      <p>This is erased on this computer and cannot be brought back:</p>
      <ul className={styles.erased}>
        <li>
          the connection to <UserText text={tenant.baseUrl} className="mono" />
        </li>
        <li>{requests} with their answers</li>
        <li>the columns chosen for its tables</li>
        {tenant.secret === "stored" && (
          <li>
            its {secretWords[tenant.authentication]} in {storage.keychainName}
          </li>
        )}
      </ul>
      <p>Nothing changes on the server.</p>
    </>
  );
}

function useForget(tenant: Tenant) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const client = useQueryClient();
  const run = useRun();
  const toast = useToast();
  const navigate = useNavigate();
  const forget = () => {
    setBusy(true);
    setError(undefined);
    run("tenant_forget", { tenantId: tenant.id })
      .then(() => {
        removeAnswersOf(client, tenant.id);
        dropUnsaved(tenant.id);
        navigate.forgetTenant(tenant.id);
        toast({ title: `${tenant.name} is forgotten` });
      })
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, error, forget };
}

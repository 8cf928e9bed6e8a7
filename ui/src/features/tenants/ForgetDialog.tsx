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
import { keyOf, removeAnswersOf, useRun } from "../../state/query";
import { useTraffic } from "../../state/traffic";
import { mainAsked } from "../../state/signIn";
import styles from "./Connection.module.css";
import { dropRun } from "./testRuns";
import { dropUnsaved } from "./unsaved";

interface ForgetDialogProps {
  tenant: Tenant;
  open: boolean;
  onClose: () => void;
  /** Where the focus goes when it closes; back to where it was otherwise. */
  finalFocus?: (() => HTMLElement | undefined) | undefined;
}

export function ForgetDialog({ tenant, open, onClose, finalFocus }: ForgetDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const { busy, error, forget } = useForget(tenant, onClose);
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      initialFocus={cancel}
      finalFocus={finalFocus}
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
        {isStored(tenant) && (
          <li>
            its {storedWords(tenant)} in {storage.keychainName}
          </li>
        )}
      </ul>
      <p>Nothing changes on the server.</p>
    </>
  );
}

function isStored({ secret, secrets = [] }: Tenant): boolean {
  return secret === "stored" || secrets.some((it) => it.state === "stored");
}

function storedWords(tenant: Tenant): string {
  const further = (tenant.secrets ?? []).some((it) => it.state === "stored");
  if (tenant.secret !== "stored") return "secrets";
  return further ? `${mainAsked(tenant).word} and its other secrets` : mainAsked(tenant).word;
}

function useForget(tenant: Tenant, onForgotten: () => void) {
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
      .then(async () => {
        removeAnswersOf(client, tenant.id);
        dropUnsaved(tenant.id);
        dropRun(tenant.id);
        // Before the dialog closes: the focus is not to go to a row that is about to vanish.
        await client.invalidateQueries({ queryKey: keyOf("tenant_list", {}) });
        onForgotten();
        navigate.forgetTenant(tenant.id);
        toast({ title: `${tenant.name} is forgotten` });
      })
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, error, forget };
}

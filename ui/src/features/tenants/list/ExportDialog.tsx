// The file of tenants in full before it is saved: who passes it on can see that no secret is in it.
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";

import type { CallError } from "../../../host/call";
import { asCallError, writeClipboard } from "../../../host/call";
import type { Tenant } from "../../../host/generated/Tenant";
import { Button } from "../../../kit/Button";
import { CopyButton } from "../../../kit/CopyButton";
import { Dialog } from "../../../kit/Dialog";
import { ErrorCard } from "../../../kit/ErrorCard";
import { formatNumber } from "../../../kit/format";
import { UserText } from "../../../kit/UserText";
import { queryOf, useRun } from "../../../state/query";
import styles from "./tenants.module.css";

interface ExportDialogProps {
  /** The only one that is exported; all of them otherwise. */
  tenant?: Tenant | undefined;
  onClose: () => void;
}

export function ExportDialog({ tenant, onClose }: ExportDialogProps) {
  const request = { tenantIds: tenant ? [tenant.id] : [] };
  const file = useQuery({ ...queryOf("tenants_export", request), staleTime: 0, gcTime: 0 });
  const { busy, saved, error, save } = useSave(request);
  const count = file.data?.count ?? 0;
  const problem = error ?? file.error;
  return (
    <Dialog
      wide
      open
      onClose={onClose}
      icon={<Download size={16} aria-hidden="true" />}
      testId="export-dialog"
      title={
        tenant ? (
          <>
            Export <UserText text={tenant.name} />
          </>
        ) : (
          "Export the tenants"
        )
      }
      footer={
        <>
          {file.data && (
            <CopyButton
              wordy
              label="Copy the file"
              copy={() => writeClipboard(file.data.text)}
              testId="export-copy"
            />
          )}
          <span className={styles.space} />
          <Button onClick={onClose}>Close</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={busy || !file.data}
            onClick={save}
            data-testid="export-save"
          >
            Save…
          </Button>
        </>
      }
    >
      {file.data && (
        <>
          <p>
            {count === 1 ? "One tenant" : `${formatNumber(count)} tenants`}, as{" "}
            <UserText text={file.data.fileName} className="mono" />. No token, no password and no
            history is in it. This is the whole file:
          </p>
          <pre
            role="region"
            aria-label="The file in full"
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
            tabIndex={0}
            data-testid="export-text"
            className={styles.file}
          >
            {file.data.text}
          </pre>
        </>
      )}
      <p role="status" className={styles.told}>
        {saved !== undefined && (
          <>
            Saved to <UserText breaks text={saved} className="mono selectable" />
          </>
        )}
      </p>
      {problem && <ErrorCard error={problem} />}
    </Dialog>
  );
}

function useSave(request: { tenantIds: string[] }) {
  const run = useRun();
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState<string>();
  const [error, setError] = useState<CallError>();
  const save = () => {
    setBusy(true);
    setError(undefined);
    setSaved(undefined);
    run("tenants_save", request)
      .then(({ path }) => setSaved(path ?? undefined))
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, saved, error, save };
}

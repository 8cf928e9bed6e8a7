// Saves resources as they are before they are deleted, so that they can be created again.
import { Download } from "lucide-react";
import { useState } from "react";

import { asCallError, type CallError, call, isCancelled } from "../../host/call";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { UserText } from "../../kit/UserText";
import styles from "./write.module.css";

interface SaveFirstProps {
  tenantId: string;
  plan: string;
  count: number;
}

export function SaveFirst({ tenantId, plan, count }: SaveFirstProps) {
  const [busy, setBusy] = useState(false);
  const [path, setPath] = useState<string>();
  const [error, setError] = useState<CallError>();
  const save = () => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    call("resources_save", { tenantId, plan })
      .then((saved) => setPath(saved.path))
      .catch((reason: unknown) => {
        if (!isCancelled(reason)) setError(asCallError(reason));
      })
      .finally(() => setBusy(false));
  };
  return (
    <div className={styles.save}>
      <Button
        busy={busy}
        icon={<Download size={14} aria-hidden="true" />}
        onClick={save}
        data-testid="write-save-json"
      >
        {count === 1 ? "Save as JSON" : `Save all ${formatNumber(count)} as JSON`}
      </Button>
      <span role="status" className={styles.remark}>
        {path === undefined ? (
          "They can be created again from it, with new ids."
        ) : (
          <>
            Saved as <UserText breaks text={path} />
          </>
        )}
      </span>
      {error && (
        <p role="alert" className={styles.wrong}>
          <UserText text={`${error.title}. ${error.detail}`} />
        </p>
      )}
    </div>
  );
}

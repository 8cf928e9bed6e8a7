// The file for a bug report in full, what was left out of it, and the ways to take it along.
import { Download } from "lucide-react";
import { useState } from "react";

import type { CallError } from "../../host/call";
import { asCallError, writeClipboard } from "../../host/call";
import type { Diagnostics } from "../../host/generated/Diagnostics";
import { Button } from "../../kit/Button";
import { CopyButton } from "../../kit/CopyButton";
import { ErrorCard } from "../../kit/ErrorCard";
import { formatBytes, formatNumber } from "../../kit/format";
import { UserText } from "../../kit/UserText";
import { useRun } from "../../state/query";
import styles from "./diagnostics.module.css";
import { TextBox } from "./TextBox";

export function DiagnosticsPreview({ diagnostics }: { diagnostics: Diagnostics }) {
  const { fileName, text, leftOut } = diagnostics;
  const { busy, saved, error, save } = useSave();
  const lines = text.trimEnd().split("\n").length;
  return (
    <>
      <p className={styles.about}>
        <UserText text={fileName} className="mono" />, {formatNumber(lines)} lines,{" "}
        {formatBytes(new TextEncoder().encode(text).length)}. This is the whole file, letter by
        letter.
      </p>
      <TextBox tall label="The diagnostics in full" text={text} testId="diagnostics-text" />
      {leftOut.length > 0 && (
        <>
          <h4 className={styles.leftOutTitle}>Left out</h4>
          <ul className={styles.leftOut}>
            {leftOut.map((what) => (
              <li key={what}>
                <UserText text={what} />
              </li>
            ))}
          </ul>
        </>
      )}
      <div className={styles.actions}>
        <Button
          icon={<Download size={14} aria-hidden="true" />}
          busy={busy}
          disabled={busy}
          onClick={save}
          data-testid="diagnostics-save"
        >
          Save…
        </Button>
        <CopyButton
          wordy
          label="Copy the diagnostics"
          copy={() => writeClipboard(text)}
          testId="diagnostics-copy"
        />
        <span role="status" className={styles.saved}>
          {saved !== undefined && (
            <>
              Saved to <UserText breaks text={saved} className="mono selectable" />
            </>
          )}
        </span>
      </div>
      {error && <ErrorCard error={error} />}
    </>
  );
}

function useSave() {
  const run = useRun();
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState<string>();
  const [error, setError] = useState<CallError>();
  const save = () => {
    setBusy(true);
    setError(undefined);
    setSaved(undefined);
    run("diagnostics_save", {})
      .then(({ path }) => setSaved(path ?? undefined))
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, saved, error, save };
}

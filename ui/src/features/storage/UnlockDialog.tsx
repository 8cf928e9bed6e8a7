// Asks for the passphrase of the encrypted file, once per start; one can go on without.
import { LockKeyhole } from "lucide-react";
import { useRef, useState } from "react";

import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { focusContent } from "../../state/panes";
import { faultAtField, useStorageCommand } from "./api";
import { askStorage, closeQuestion } from "./asked";
import { PassphraseField } from "./PassphraseField";
import styles from "./storage.module.css";

export function UnlockDialog() {
  const field = useRef<HTMLInputElement>(null);
  const [passphrase, setPassphrase] = useState("");
  const { busy, error, forgetError, run } = useStorageCommand("passphrase_unlock");
  const [fault, setFault] = useState<string>();
  const submit = () => {
    if (busy) return;
    if (passphrase === "") {
      setFault("Type the passphrase that you chose for the file.");
      field.current?.focus();
      return;
    }
    run(
      { passphrase },
      () => {
        setPassphrase("");
        closeQuestion();
        focusContent();
      },
      () => {
        field.current?.focus();
        field.current?.select();
      },
    );
  };
  const type = (text: string) => {
    setPassphrase(text);
    setFault(undefined);
    forgetError();
  };
  const isWrong = error?.field === "passphrase";
  return (
    <Dialog
      open
      onClose={closeQuestion}
      initialFocus={field}
      testId="unlock-dialog"
      icon={<LockKeyhole size={16} aria-hidden="true" />}
      title="Unlock secrets and history"
      footer={
        <>
          <Button kind="ghost" onClick={() => askStorage("startOver")} data-testid="unlock-lost">
            The passphrase is lost…
          </Button>
          <span className={styles.space} />
          <Button onClick={closeQuestion} data-testid="unlock-later">
            Not now
          </Button>
          <Button
            kind="primary"
            keys="Enter"
            busy={busy}
            onClick={submit}
            data-testid="unlock-confirm"
          >
            Unlock
          </Button>
        </>
      }
    >
      <p>
        Tenants, their secrets and the history are in encrypted files on this computer. Without the
        passphrase Scimscope works in memory, until you quit.
      </p>
      <form
        className={styles.dialogForm}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <PassphraseField
          label="Passphrase"
          name="passphrase"
          ref={field}
          value={passphrase}
          onChange={type}
          error={fault ?? (isWrong ? faultAtField(error) : undefined)}
          testId="unlock-passphrase"
        />
      </form>
      {error && !isWrong && <ErrorCard error={error} />}
    </Dialog>
  );
}

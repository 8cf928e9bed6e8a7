// Changes the passphrase of the encrypted file: the old one, and a new one twice.
import { KeyRound } from "lucide-react";
import { useId, useRef, useState } from "react";

import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { useToast } from "../../kit/Toast";
import { faultAtField, useStorageCommand } from "./api";
import { closeQuestion } from "./asked";
import { NewPassphraseFields } from "./NewPassphraseFields";
import { PassphraseField } from "./PassphraseField";
import styles from "./storage.module.css";
import { selectField, useNewPassphrase } from "./useNewPassphrase";

export function ChangeDialog() {
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const { current, fault, typed, busy, error, typeCurrent, submit } = useChange();
  const isAtField = error?.field === "current" || error?.field === "passphrase";
  return (
    <Dialog
      open
      onClose={closeQuestion}
      initialFocus={field}
      testId="change-dialog"
      icon={<KeyRound size={16} aria-hidden="true" />}
      title="Change the passphrase"
      footer={
        <>
          <Button onClick={closeQuestion}>Cancel</Button>
          <Button
            kind="primary"
            keys="Enter"
            type="submit"
            form={form}
            busy={busy}
            data-testid="change-confirm"
          >
            Change it
          </Button>
        </>
      }
    >
      <p>The secrets and the history stay as they are; only what opens them changes.</p>
      <form
        id={form}
        className={styles.dialogForm}
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        <PassphraseField
          label="Old passphrase"
          name="current"
          ref={field}
          value={current}
          onChange={typeCurrent}
          error={fault}
          testId="passphrase-current"
        />
        <NewPassphraseFields typed={typed} label="New passphrase" />
        {/* Enter sends a form with several fields only where it has a button of its own. */}
        <button type="submit" hidden tabIndex={-1} />
      </form>
      {error && !isAtField && <ErrorCard error={error} />}
    </Dialog>
  );
}

function useChange() {
  const [current, setCurrent] = useState("");
  const [fault, setFault] = useState<string>();
  const typed = useNewPassphrase();
  const toast = useToast();
  const { busy, error, run } = useStorageCommand("passphrase_change");
  const done = () => {
    setCurrent("");
    typed.clear();
    closeQuestion();
    toast({ title: "The passphrase is changed", detail: "The next start asks for the new one." });
  };
  const submit = (form: HTMLFormElement) => {
    if (busy) return;
    if (current === "") {
      setFault("Type the passphrase that opens the file now.");
      selectField(form, "current");
      return;
    }
    if (!typed.check(form)) return;
    run({ current, passphrase: typed.passphrase }, done, (failed) => {
      if (typed.blame(failed, form) || failed.field !== "current") return;
      setFault(faultAtField(failed));
      selectField(form, "current");
    });
  };
  const typeCurrent = (text: string) => {
    setCurrent(text);
    setFault(undefined);
  };
  return { current, fault, typed, busy, error, typeCurrent, submit };
}

// The passphrase of an encrypted file that is to be made, typed twice.
import { useEffect } from "react";

import { ErrorCard } from "../../kit/ErrorCard";
import { useToast } from "../../kit/Toast";
import { useStorageCommand } from "./api";
import { NewPassphraseFields } from "./NewPassphraseFields";
import styles from "./storage.module.css";
import { useNewPassphrase } from "./useNewPassphrase";

interface MakeFileFormProps {
  /** For a button elsewhere that sends it. */
  id: string;
  onBusy: (busy: boolean) => void;
  onMade: () => void;
}

export function MakeFileForm({ id, onBusy, onMade }: MakeFileFormProps) {
  const typed = useNewPassphrase();
  const toast = useToast();
  const { busy, error, run } = useStorageCommand("passphrase_set");
  useEffect(() => {
    onBusy(busy);
    return () => onBusy(false);
  }, [busy, onBusy]);
  const submit = (form: HTMLFormElement) => {
    if (busy || !typed.check(form)) return;
    run(
      { passphrase: typed.passphrase },
      () => {
        typed.clear();
        toast({
          title: "Secrets live in an encrypted file now",
          detail: "Each start asks once for the passphrase.",
        });
        onMade();
      },
      (failed) => void typed.blame(failed, form),
    );
  };
  return (
    <form
      id={id}
      aria-label="Passphrase of the encrypted file"
      className={styles.make}
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <NewPassphraseFields typed={typed} label="Passphrase" />
      {/* Enter sends a form with several fields only where it has a button of its own. */}
      <button type="submit" hidden tabIndex={-1} />
      {error && error.field !== "passphrase" && <ErrorCard error={error} />}
    </form>
  );
}

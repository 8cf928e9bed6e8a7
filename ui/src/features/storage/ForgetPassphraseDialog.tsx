// Asks before the secrets move from the encrypted file back to the keychain.
import { KeyRound } from "lucide-react";
import { useRef } from "react";

import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { useToast } from "../../kit/Toast";
import { shortPlaceName } from "../../state/secretsPlace";
import { useStorageCommand } from "./api";
import { closeQuestion } from "./asked";

export function ForgetPassphraseDialog() {
  const cancel = useRef<HTMLButtonElement>(null);
  const toast = useToast();
  const { busy, error, run } = useStorageCommand("passphrase_forget");
  const forget = () => {
    run({}, (storage) => {
      closeQuestion();
      toast({ title: `The secrets are in ${shortPlaceName(storage)} again` });
    });
  };
  return (
    <Dialog
      alert
      open
      onClose={closeQuestion}
      initialFocus={cancel}
      testId="forget-passphrase-dialog"
      icon={<KeyRound size={16} aria-hidden="true" />}
      title="Move the secrets back to the keychain?"
      footer={
        <>
          <Button ref={cancel} onClick={closeQuestion}>
            Cancel
          </Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={busy}
            onClick={forget}
            data-testid="forget-passphrase-confirm"
          >
            Move them back
          </Button>
        </>
      }
    >
      <p>
        The key of the history and the secrets of your tenants are copied to the system&apos;s
        keychain and read back. Only then the encrypted file is erased, and no start asks for a
        passphrase any more.
      </p>
      {error && <ErrorCard error={error} />}
    </Dialog>
  );
}

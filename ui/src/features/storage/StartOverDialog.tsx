// Starts anew where what is on the disk cannot be opened: names what is set aside, and where it went.
import { FolderClock } from "lucide-react";
import { useRef, useState } from "react";

import type { Storage } from "../../host/generated/Storage";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { UserText } from "../../kit/UserText";
import { useStorage } from "../../state/app";
import { useStorageCommand } from "./api";
import { closeQuestion } from "./asked";
import styles from "./storage.module.css";

export function StartOverDialog() {
  const storage = useStorage();
  // What is said of the storage changes with the answer: the list stays as it was when it was asked.
  const [before] = useState(storage);
  const [after, setAfter] = useState<Storage>();
  const cancel = useRef<HTMLButtonElement>(null);
  const { busy, error, run } = useStorageCommand("storage_start_over");
  // The button that was pressed goes: the focus stays in the dialog, on what closes it.
  const done = (storage: Storage) => {
    setAfter(storage);
    cancel.current?.focus();
  };
  return (
    <Dialog
      alert
      open
      onClose={closeQuestion}
      initialFocus={cancel}
      testId="start-over-dialog"
      icon={<FolderClock size={16} aria-hidden="true" />}
      title={after ? "Started over" : "Start over?"}
      footer={
        <>
          <Button ref={cancel} onClick={closeQuestion} data-testid="start-over-close">
            {after ? "Close" : "Cancel"}
          </Button>
          {!after && (
            <Button
              kind="solidDanger"
              busy={busy}
              disabled={busy}
              onClick={() => run({}, done)}
              data-testid="start-over-confirm"
            >
              Set aside and start over
            </Button>
          )}
        </>
      }
    >
      {after ? <Outcome storage={after} /> : <SetAside storage={before} />}
      {error && <ErrorCard error={error} />}
    </Dialog>
  );
}

function SetAside({ storage }: { storage: Storage }) {
  return (
    <>
      <p>
        These move into a new folder beside them, named <span className="mono">set-aside</span> with
        the date. Nothing is deleted:
      </p>
      <ul className={styles.files}>
        {storage.databaseExists && (
          <li>
            <UserText breaks text={storage.path} className="mono selectable" />
            <span className={styles.about}>tenants, columns and the history</span>
          </li>
        )}
        {storage.passphrase === "locked" && (
          <li>
            <UserText breaks text={secretsFile(storage.path)} className="mono selectable" />
            <span className={styles.about}>
              the key of the database, and the secrets of tenants
            </span>
          </li>
        )}
      </ul>
      <p>
        Scimscope then begins empty: tenants are added again and their tokens pasted again. Should
        the passphrase or the key turn up, the files can be moved back.
      </p>
    </>
  );
}

function Outcome({ storage }: { storage: Storage }) {
  return (
    <div role="status" data-testid="start-over-outcome" className={styles.outcome}>
      <p>
        <UserText text={storage.title} />.
      </p>
      <p>
        <UserText breaks text={storage.detail} className="selectable" />
      </p>
    </div>
  );
}

/** The encrypted file lies beside the database. */
function secretsFile(database: string): string {
  const end = Math.max(database.lastIndexOf("/"), database.lastIndexOf("\\"));
  return `${database.slice(0, end + 1)}scimscope.secrets`;
}

// Where data is kept when it is not kept as it should be, and what can be done; and exchanges that could not be recorded.
import { Database, KeyRound, LockKeyhole, X } from "lucide-react";

import type { Storage } from "../../host/generated/Storage";
import type { StorageState } from "../../host/generated/StorageState";
import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import type { NoteTone } from "../../kit/Note";
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { useStorage } from "../../state/app";
import { useRecordingFailed } from "../../state/appEvents";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import { askStorage } from "./asked";
import type { Looking } from "./LookAgain";
import { LookAgain, useLookAgain } from "./LookAgain";
import styles from "./StorageBanner.module.css";

const tones: Record<StorageState, NoteTone> = {
  open: "ok",
  memory: "warn",
  locked: "warn",
  damaged: "danger",
  newer: "warn",
  unusable: "danger",
};

export function StorageBanner() {
  const storage = useStorage();
  const looking = useLookAgain();
  if (storage.state === "open") return null;
  return (
    <Note
      wide
      role="region"
      label="Storage"
      testId="storage-banner"
      tone={tones[storage.state]}
      icon={<StateIcon storage={storage} />}
      actions={<Actions storage={storage} looking={looking} />}
    >
      <p className={styles.what}>
        <strong className={styles.title}>
          <UserText text={storage.title} />.
        </strong>{" "}
        <UserText text={storage.detail} />
        {storage.hints.map((hint) => (
          <span key={hint} className={styles.hint}>
            {" "}
            <UserText text={hint} />
          </span>
        ))}
        <span role="status" className={styles.looked}>
          {looking.lookedAt !== undefined &&
            ` Looked again at ${looking.lookedAt}: nothing has changed.`}
        </span>
      </p>
      {looking.error && (
        <p role="alert" className={styles.again}>
          <UserText text={`${looking.error.title}. ${looking.error.detail}`} />
        </p>
      )}
    </Note>
  );
}

/** Two at most: the way out of this state, and another look. */
function Actions({ storage, looking }: { storage: Storage; looking: Looking }) {
  const navigate = useNavigate();
  const { place } = useWhereabouts();
  const isChoosing =
    place.screen === "secrets" || (place.screen === "connection" && place.beside === "secrets");
  if (storage.passphrase === "locked" && storage.state === "locked") {
    return (
      <Button small onClick={() => askStorage("unlock")} data-testid="banner-unlock">
        Unlock…
      </Button>
    );
  }
  return (
    <>
      {storage.state === "damaged" || storage.state === "newer" ? (
        <Button small onClick={() => askStorage("startOver")} data-testid="banner-start-over">
          Start over…
        </Button>
      ) : (
        storage.keychainProblem &&
        !isChoosing && (
          <Button
            small
            onClick={() => navigate.open({ screen: "secrets" })}
            data-testid="banner-secrets"
          >
            Choose where secrets live
          </Button>
        )
      )}
      {!isChoosing && <LookAgain small looking={looking} />}
    </>
  );
}

function StateIcon({ storage: { state, passphrase } }: { storage: Storage }) {
  if (passphrase === "locked") return <LockKeyhole size={16} aria-hidden="true" />;
  const isKey = state === "memory" || state === "locked";
  return isKey ? (
    <KeyRound size={16} aria-hidden="true" />
  ) : (
    <Database size={16} aria-hidden="true" />
  );
}

export function RecordingBanner() {
  const [reason, dismiss] = useRecordingFailed();
  if (reason === undefined) return null;
  return (
    <Note
      wide
      role="alert"
      testId="recording-banner"
      tone="danger"
      actions={
        <IconButton
          small
          label="Dismiss"
          icon={<X size={14} aria-hidden="true" />}
          onClick={dismiss}
        />
      }
    >
      <p>
        <strong className={styles.title}>A request is missing in the history.</strong> It was sent,
        but could not be recorded: <UserText text={`${reason}.`} />
      </p>
    </Note>
  );
}

// Where data is kept when it is not kept as it should be, and why; and exchanges that could not be recorded.
import { Database, KeyRound, X } from "lucide-react";
import { useState } from "react";

import { asCallError } from "../../host/call";
import type { CallError } from "../../host/call";
import type { Storage } from "../../host/generated/Storage";
import type { StorageState } from "../../host/generated/StorageState";
import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import type { NoteTone } from "../../kit/Note";
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { useRecordingFailed } from "../../state/appEvents";
import { useStorage, useStorageRetry } from "../../state/app";
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
  const retry = useStorageRetry();
  const [looking, setLooking] = useState(false);
  const [looked, setLooked] = useState<string>();
  const [error, setError] = useState<CallError>();
  if (storage.state === "open") return null;
  const lookAgain = () => {
    setLooking(true);
    setLooked(undefined);
    setError(undefined);
    retry()
      .then(
        (found) => setLooked(isSame(found, storage) ? clockTime(new Date()) : undefined),
        (reason: unknown) => setError(asCallError(reason)),
      )
      .finally(() => setLooking(false));
  };
  const Icon = storage.state === "memory" || storage.state === "locked" ? KeyRound : Database;
  return (
    <Note
      wide
      role="region"
      label="Storage"
      testId="storage-banner"
      tone={tones[storage.state]}
      icon={<Icon size={16} aria-hidden="true" />}
      actions={
        <Button small busy={looking} disabled={looking} onClick={lookAgain}>
          Look again
        </Button>
      }
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
          {looked !== undefined && ` Looked again at ${looked}: nothing has changed.`}
        </span>
      </p>
      {error && (
        <p role="alert" className={styles.again}>
          <UserText text={`${error.title}. ${error.detail}`} />
        </p>
      )}
    </Note>
  );
}

function isSame(one: Storage, other: Storage): boolean {
  return one.state === other.state && one.detail === other.detail;
}

/** "14:31:52": to the second, so that looking once more is seen to have happened. */
function clockTime(at: Date): string {
  return at.toTimeString().slice(0, 8);
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
        <strong>A request is missing in the history.</strong> It was sent and answered, but could
        not be recorded: <UserText text={reason} />
      </p>
    </Note>
  );
}

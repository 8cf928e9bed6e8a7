// Where secrets and the history are kept, how they stand, and what can be done about it.
import { FolderClock } from "lucide-react";

import type { Storage } from "../../host/generated/Storage";
import type { StorageState } from "../../host/generated/StorageState";
import { Button } from "../../kit/Button";
import type { Tone } from "../../kit/Tag";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { useStorage, useTenants } from "../../state/app";
import { useNavigate } from "../../state/navigation";
import { canStartOver, secretsPlace } from "../../state/secretsPlace";
import { waitsForSecret } from "../../state/signIn";
import { askStorage } from "../storage/asked";
import { KeychainCard } from "../storage/KeychainCard";
import { LookAgain, useLookAgain } from "../storage/LookAgain";
import { SettingRow } from "./SettingRow";
import styles from "./settings.module.css";

export function StorageSettings() {
  const storage = useStorage();
  return (
    <>
      <SecretsRow storage={storage} />
      {storage.passphrase !== "none" && <PassphraseRow storage={storage} />}
      <DatabaseRow storage={storage} />
      {storage.keychainProblem && (
        <div className={styles.card}>
          <KeychainCard />
        </div>
      )}
      {canStartOver(storage) && <StartOverBox />}
    </>
  );
}

function SecretsRow({ storage }: { storage: Storage }) {
  const navigate = useNavigate();
  const waiting = useTenants().filter(waitsForSecret).length;
  return (
    <SettingRow title="Where secrets live" about={placeWords(storage)} testId="setting-secrets">
      {waiting > 0 && <Tag tone="warn">{`${waiting} waiting for a secret`}</Tag>}
      <Button
        small
        onClick={() => navigate.open({ screen: "secrets" })}
        data-testid="setting-secrets-choose"
      >
        Choose…
      </Button>
    </SettingRow>
  );
}

function placeWords(storage: Storage): string {
  switch (secretsPlace(storage)) {
    case "keychain":
      return `In ${storage.keychainName}, opened with your session`;
    case "file":
      return "In an encrypted file beside the database, opened with a passphrase";
    case "ask":
      return "Nowhere: they are asked for, and held in memory until you quit";
  }
}

function PassphraseRow({ storage }: { storage: Storage }) {
  if (storage.passphrase === "locked" && storage.state !== "locked") {
    return <SettingRow title="Passphrase" about="The encrypted file itself cannot be read" />;
  }
  if (storage.passphrase === "locked") {
    return (
      <SettingRow title="Passphrase" about="The file is locked; what you do is kept in memory">
        <Button small onClick={() => askStorage("unlock")} data-testid="setting-unlock">
          Unlock…
        </Button>
      </SettingRow>
    );
  }
  return (
    <SettingRow title="Passphrase" about="Asked for once at each start">
      <Button small onClick={() => askStorage("change")} data-testid="setting-change">
        Change…
      </Button>
      <Button small onClick={() => askStorage("forget")} data-testid="setting-forget">
        Move back to the keychain…
      </Button>
    </SettingRow>
  );
}

const states: Record<StorageState, { word: string; tone: Tone }> = {
  open: { word: "open, encrypted", tone: "ok" },
  memory: { word: "in memory", tone: "warn" },
  locked: { word: "locked", tone: "warn" },
  damaged: { word: "damaged", tone: "danger" },
  newer: { word: "from a newer version", tone: "warn" },
  unusable: { word: "cannot be used", tone: "danger" },
};

function DatabaseRow({ storage }: { storage: Storage }) {
  const looking = useLookAgain();
  const { word, tone } = states[storage.state];
  return (
    <SettingRow
      title="Database"
      testId="setting-database"
      about={
        <>
          <UserText breaks text={storage.path} className="mono selectable" />
          <p>
            <UserText text={`${storage.title}. ${storage.detail}`} />
          </p>
          <p role="status">
            {looking.lookedAt !== undefined &&
              `Looked again at ${looking.lookedAt}: nothing has changed.`}
          </p>
          {looking.error && (
            <p role="alert" className={styles.fault}>
              <UserText text={`${looking.error.title}. ${looking.error.detail}`} />
            </p>
          )}
        </>
      }
    >
      <Tag tone={tone}>{word}</Tag>
      {storage.state !== "open" && <LookAgain small looking={looking} />}
    </SettingRow>
  );
}

function StartOverBox() {
  return (
    <section className={styles.danger} aria-label="Start over">
      <h3 className={styles.dangerTitle}>
        <FolderClock size={16} aria-hidden="true" />
        Start over
      </h3>
      <p className={styles.dangerWords}>
        For a passphrase or a key that is lost for good, or a file that is damaged or too new: what
        cannot be opened is set aside in a folder of its own, never deleted, and Scimscope begins
        empty.
      </p>
      <Button
        kind="danger"
        onClick={() => askStorage("startOver")}
        data-testid="setting-start-over"
      >
        Start over…
      </Button>
    </section>
  );
}

// "Where should secrets live?": the places that exist, the one in use, and what keeps the others from being it.
import { Clock, FileLock, KeyRound } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";

import type { Storage } from "../../host/generated/Storage";
import { Button } from "../../kit/Button";
import { UserText } from "../../kit/UserText";
import { useStorage } from "../../state/app";
import { isFocusFree } from "../../state/panes";
import type { SecretsPlace } from "../../state/secretsPlace";
import { canMakeFile, canStartOver, offeredPlaces, secretsPlace } from "../../state/secretsPlace";
import { askStorage } from "./asked";
import { KeychainCard } from "./KeychainCard";
import { LookAgain, useLookAgain } from "./LookAgain";
import { MakeFileForm } from "./MakeFileForm";
import type { PlaceGroup } from "./PlaceCard";
import { PlaceCard } from "./PlaceCard";
import styles from "./storage.module.css";

export function SecretsPane({ onClose }: { onClose?: (() => void) | undefined }) {
  const storage = useStorage();
  const looking = useLookAgain();
  const form = useId();
  const inUse = secretsPlace(storage);
  const [picked, setPicked] = useState<SecretsPlace>();
  const [isMaking, setMaking] = useState(false);
  const cards = useRef<HTMLDivElement>(null);
  // The form goes when the file is made, and the focus with it: the place now in use takes it.
  const made = () => {
    setPicked(undefined);
    focusChosen(cards.current);
  };
  // The button that leads here goes once it has: the focus would be nowhere.
  useEffect(() => {
    if (isFocusFree()) focusChosen(cards.current);
  }, []);
  const offered = offeredPlaces(storage);
  const chosen = picked !== undefined && offered.includes(picked) ? picked : inUse;
  const group: PlaceGroup = { name: `${form}-place`, chosen, onPick: setPicked };
  const shared = { storage, inUse, group };
  return (
    <>
      <div className={styles.bar}>
        <h2 className={styles.title}>Where should secrets live?</h2>
        <span className={styles.space} />
        {storage.state !== "open" && <LookAgain looking={looking} />}
        {onClose && <Button onClick={onClose}>Close</Button>}
      </div>
      <div className={styles.choices} data-testid="secrets-pane">
        <div
          ref={cards}
          role="radiogroup"
          aria-label="Where should secrets live?"
          className={styles.cards}
        >
          {offered.includes("ask") && <AskCard {...shared} />}
          {offered.includes("keychain") && <KeychainPlaceCard {...shared} />}
          <FileCard {...shared} form={form} onBusy={setMaking} onMade={made} />
        </div>
        <p role="status" className={styles.looked}>
          {looking.lookedAt !== undefined &&
            `Looked again at ${looking.lookedAt}: nothing has changed.`}
        </p>
        {looking.error && (
          <p role="alert" className={styles.fault}>
            <UserText text={`${looking.error.title}. ${looking.error.detail}`} />
          </p>
        )}
        {storage.copiesLeft && (
          <p role="alert" className={styles.fault}>
            Copies of the secrets are still in the system&apos;s keychain: they could not be
            removed. The next unlock tries again; they can also be removed with the keychain&apos;s
            own program, where they are named Scimscope.
          </p>
        )}
        <KeychainCard />
      </div>
      <div className={styles.foot}>
        <span className={styles.quiet}>Plain text on disk is not offered.</span>
        <span className={styles.space} />
        <FootAction {...shared} form={form} busy={isMaking} />
      </div>
    </>
  );
}

function focusChosen(cards: HTMLElement | null): void {
  cards?.querySelector<HTMLInputElement>("input:checked")?.focus();
}

interface Shared {
  storage: Storage;
  inUse: SecretsPlace;
  group: PlaceGroup;
}

function AskCard({ inUse, group }: Shared) {
  return (
    <PlaceCard
      group={group}
      place="ask"
      icon={<Clock size={14} aria-hidden="true" />}
      title="Ask every time"
      tag={inUse === "ask" ? "in use, nothing stored" : "nothing stored"}
      tone="ok"
      about="Held in memory, gone when you quit. You paste or type a token at each start, and the history is kept until then."
    />
  );
}

function KeychainPlaceCard({ storage, inUse, group }: Shared) {
  const isInUse = inUse === "keychain";
  return (
    <PlaceCard
      group={group}
      place="keychain"
      icon={<KeyRound size={14} aria-hidden="true" />}
      title={isInUse ? capitalised(storage.keychainName) : "The system's keychain"}
      tag={isInUse ? "in use" : "unlocked with your session"}
      tone={isInUse ? "ok" : "info"}
      about="Kept by the system, opened with your session. A tenant can still ask for its token each time: choose that in its connection."
      barred={storage.passphrase === "locked" ? whyNotMoved(storage) : undefined}
    />
  );
}

function whyNotMoved({ state }: Storage): string {
  return state === "locked"
    ? "Unlock the encrypted file first: what is in it can then be moved here."
    : "The encrypted file cannot be read, so nothing can be moved out of it.";
}

const NO_KEY =
  "There is a history on this computer whose key is not at hand. Make its key available and look again, or start over first.";

interface FileCardProps extends Shared {
  form: string;
  onBusy: (busy: boolean) => void;
  onMade: () => void;
}

function FileCard({ storage, inUse, group, form, onBusy, onMade }: FileCardProps) {
  const isInUse = inUse === "file";
  const isBarred = !isInUse && !canMakeFile(storage);
  const state = storage.passphrase === "locked" ? "in use, locked" : "in use, unlocked";
  return (
    <PlaceCard
      group={group}
      place="file"
      icon={<FileLock size={14} aria-hidden="true" />}
      title="Encrypted file"
      tag={isInUse ? state : "passphrase"}
      tone={isInUse ? (storage.passphrase === "locked" ? "warn" : "ok") : "info"}
      about="One file on this computer. You type the passphrase once per start. Without it the secrets are lost; there is no way back."
      barred={isBarred ? NO_KEY : undefined}
    >
      {!isInUse && !isBarred && group.chosen === "file" && (
        <MakeFileForm id={form} onBusy={onBusy} onMade={onMade} />
      )}
    </PlaceCard>
  );
}

interface FootActionProps extends Shared {
  form: string;
  busy: boolean;
}

/** What the choice asks for next; nothing where it is what is in use already. */
function FootAction({ storage, inUse, group, form, busy }: FootActionProps) {
  const { chosen } = group;
  if (chosen === "file" && inUse !== "file" && canMakeFile(storage)) {
    return (
      <Button kind="primary" type="submit" form={form} busy={busy} data-testid="passphrase-set">
        Use an encrypted file
      </Button>
    );
  }
  if (chosen === "keychain" && inUse === "file") {
    return (
      <Button onClick={() => askStorage("forget")} data-testid="secrets-move-back">
        Move the secrets back…
      </Button>
    );
  }
  if (storage.passphrase === "locked" && storage.state === "locked") {
    return (
      <Button kind="primary" onClick={() => askStorage("unlock")}>
        Unlock…
      </Button>
    );
  }
  if (storage.passphrase === "open") {
    return <Button onClick={() => askStorage("change")}>Change the passphrase…</Button>;
  }
  if (canStartOver(storage)) {
    return (
      <Button kind="danger" onClick={() => askStorage("startOver")}>
        Start over…
      </Button>
    );
  }
  return null;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

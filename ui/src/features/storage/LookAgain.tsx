// Looks again for the keychain and the database, and says when nothing has changed.
import { RotateCw } from "lucide-react";
import { useState } from "react";

import type { CallError } from "../../host/call";
import type { Storage } from "../../host/generated/Storage";
import { Button } from "../../kit/Button";
import { useStorage } from "../../state/app";
import { useStorageCommand } from "./api";

export interface Looking {
  busy: boolean;
  error: CallError | undefined;
  /** When it was looked in vain, e.g. "14:31:52". */
  lookedAt: string | undefined;
  look: () => void;
}

export function useLookAgain(): Looking {
  const storage = useStorage();
  const { busy, error, run } = useStorageCommand("storage_retry");
  const [lookedAt, setLookedAt] = useState<string>();
  const look = () => {
    setLookedAt(undefined);
    run({}, (found) => setLookedAt(isSame(found, storage) ? clockTime(new Date()) : undefined));
  };
  return { busy, error, lookedAt, look };
}

interface LookAgainProps {
  looking: Looking;
  small?: boolean | undefined;
}

export function LookAgain({ looking, small }: LookAgainProps) {
  return (
    <Button
      small={small}
      busy={looking.busy}
      disabled={looking.busy}
      icon={small ? undefined : <RotateCw size={14} aria-hidden="true" />}
      onClick={looking.look}
    >
      Look again
    </Button>
  );
}

function isSame(one: Storage, other: Storage): boolean {
  return one.state === other.state && one.detail === other.detail;
}

/** "14:31:52": to the second, so that looking once more is seen to have happened. */
function clockTime(at: Date): string {
  return at.toTimeString().slice(0, 8);
}

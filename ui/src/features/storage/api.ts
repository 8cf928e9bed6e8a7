// The commands that change where secrets live; each answers with the storage as it is now.
// Passphrases go through here and are kept nowhere: no query, no mutation remembers a request.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { asCallError, call } from "../../host/call";
import type { CallError } from "../../host/call";
import type { Storage } from "../../host/generated/Storage";
import type { Commands } from "../../host/types";
import { writeStorage } from "../../state/app";
import { invalidate } from "../../state/query";

type StorageCommand =
  | "storage_retry"
  | "passphrase_set"
  | "passphrase_unlock"
  | "passphrase_change"
  | "passphrase_forget"
  | "storage_start_over";

export interface Doing<N extends StorageCommand> {
  busy: boolean;
  error: CallError | undefined;
  forgetError: () => void;
  /** Runs the command; `onFailed` hears why it could not, after the error is drawn. */
  run: (
    request: Commands[N]["request"],
    onDone: (storage: Storage) => void,
    onFailed?: (error: CallError) => void,
  ) => void;
}

/** What is wrong with a passphrase, for the line below its field. */
export function faultAtField({ code, title, detail, hints }: CallError): string {
  const more = code === "passphrase" ? hints[0] : undefined;
  return `${title}. ${more ?? detail}`;
}

/** A command of the storage with its progress and its error. */
export function useStorageCommand<N extends StorageCommand>(name: N): Doing<N> {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const perform = async (request: Commands[N]["request"]) => {
    const storage = await call(name, request);
    writeStorage(client, storage);
    void invalidate(client, name);
    return storage;
  };
  const run: Doing<N>["run"] = (request, onDone, onFailed) => {
    setBusy(true);
    setError(undefined);
    perform(request)
      .then(onDone)
      .catch((reason: unknown) => {
        const failed = asCallError(reason);
        setError(failed);
        onFailed?.(failed);
      })
      .finally(() => setBusy(false));
  };
  return { busy, error, forgetError: () => setError(undefined), run };
}

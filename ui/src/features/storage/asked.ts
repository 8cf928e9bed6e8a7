// Which question about the storage is open: asked from banners, panes and settings, which may go while it is answered.
import { createStore, useStore } from "../../state/store";

export type StorageQuestion = "unlock" | "change" | "forget" | "startOver";

const asked = createStore<StorageQuestion | undefined>(undefined);

export function askStorage(question: StorageQuestion): void {
  asked.write(question);
}

export function closeQuestion(): void {
  asked.write(undefined);
}

export function useAskedStorage(): StorageQuestion | undefined {
  return useStore(asked);
}

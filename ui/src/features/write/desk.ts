// The one write of this window and how far it is. It lives outside of React: the screen that began it may be gone before
// it is over, and what came of it must be told all the same.
import type { WriteIntent } from "../../host/generated/WriteIntent";
import type { WritePlan } from "../../host/generated/WritePlan";
import type { WriteProgress } from "../../host/generated/WriteProgress";
import type { WriteSent } from "../../host/generated/WriteSent";
import type { CallError } from "../../host/call";
import type { ToastMessage } from "../../kit/Toast";
import type { Navigate } from "../../state/navigation";
import type { Run } from "../../state/query";
import { createStore } from "../../state/store";

export interface WriteOptions {
  /** Told what came of it, before a person is. */
  onSent?: ((sent: WriteSent) => void) | undefined;
  /** What happens with a draft that has to be merged first; usually the window goes there. */
  onConflict?: ((draft: string) => void) | undefined;
}

/** What a write needs of the window. */
export interface WriteTools {
  run: Run;
  navigate: Navigate;
  toast: (message: ToastMessage) => void;
}

export interface WriteJob extends WriteOptions, WriteTools {
  tenantId: string;
  intent: WriteIntent;
}

export type WriteStage =
  /** It is worked out what would be sent. */
  | { kind: "preparing"; stop: AbortController }
  /** That could not be worked out, or it could not be sent. */
  | { kind: "failed"; error: CallError; wasSending: boolean }
  /** The tenant is read-only: it can be unlocked first. */
  | { kind: "readOnly" }
  /** Nothing can be sent. */
  | { kind: "blocked"; plan: WritePlan }
  /** Somebody is asked. */
  | { kind: "asking"; plan: WritePlan }
  /** It is on its way. */
  | {
      kind: "sending";
      plan: WritePlan;
      wasAsked: boolean;
      stop: AbortController;
      isStopping: boolean;
      progress?: WriteProgress | undefined;
    }
  /** What came of it has to be read. */
  | { kind: "told"; plan: WritePlan; sent: WriteSent };

export interface Desk {
  job: WriteJob;
  stage: WriteStage;
  /** Who draws it; nobody in particular where that is gone. */
  owner: symbol | undefined;
}

export const desk = createStore<Desk | undefined>(undefined);

/** Who can draw: each use of the hook that is on the screen. */
const present = new Set<symbol>();

/** Somebody can draw from now on; the answer takes that back. */
export function attend(owner: symbol): () => void {
  present.add(owner);
  return () => {
    present.delete(owner);
    const now = desk.read();
    if (now?.owner === owner) desk.write({ ...now, owner: undefined });
  };
}

export function isPresent(owner: symbol | undefined): boolean {
  return owner !== undefined && present.has(owner);
}

/** For tests: nothing is being written. */
export function forgetWrites(): void {
  desk.write(undefined);
  present.clear();
}

// The open draft for the components below: each reads only the part that it draws.
import { createContext, use, useCallback, useEffect, useSyncExternalStore } from "react";

import type { Draft } from "../../host/generated/Draft";
import type { EditField } from "../../host/generated/EditField";
import { useStore } from "../../state/store";
import type { DraftSession, Typed } from "./draftSession";
import { read } from "./typed";

export const SessionContext = createContext<DraftSession | undefined>(undefined);

export function useDraftSession(): DraftSession {
  const session = use(SessionContext);
  if (!session) throw new Error("a draft is edited inside of its screen only");
  return session;
}

export function useDraft(): Draft {
  return useStore(useDraftSession().draft);
}

/** What stands in a field and is perhaps not in the draft yet. */
export function useTyped(path: string): Typed | undefined {
  const session = useDraftSession();
  const subscribe = useCallback(
    (listener: () => void) => session.onTyped(path, listener),
    [session, path],
  );
  return useSyncExternalStore(subscribe, () => session.typedOf(path));
}

/** A field that is drawn no more is left, although it never said so: what waits is sent, and is the draft's then. */
export function useLeaving(path: string): void {
  const session = useDraftSession();
  useEffect(() => () => session.leave(path), [session, path]);
}

export interface TypedField {
  /** What the control shows. */
  text: string;
  /** Why that is not in the draft. */
  problem: string | undefined;
  /** Whether it is other than the draft. */
  isTyped: boolean;
  onChange: (text: string) => void;
  onFocus: () => void;
  onBlur: () => void;
}

/** A field that is typed into. */
export function useTypedField(field: EditField): TypedField {
  const session = useDraftSession();
  const typed = useTyped(field.path);
  useLeaving(field.path);
  return {
    text: typed?.text ?? field.text ?? "",
    problem: typed?.problem,
    isTyped: typed !== undefined,
    onChange: (text) => session.type(field.path, text, read(field, text)),
    onFocus: () => session.enter(field.path),
    onBlur: () => session.leave(field.path),
  };
}

/** Makes a field what it was when the resource was read; false where it is so already. */
export function restore(session: DraftSession, field: EditField): boolean {
  const typed = session.typedOf(field.path);
  if (!field.changed && !typed) return false;
  session.forget(field.path);
  session.edit([{ kind: "restore", pointer: field.pointer }]);
  return true;
}

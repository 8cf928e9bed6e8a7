// Brings a place of the draft into view and gives it the focus, once it is drawn.
import { useEffect } from "react";

import type { Draft } from "../../host/generated/Draft";
import { useStore } from "../../state/store";
import type { DraftSession } from "./draftSession";

const FOCUSABLE = "input:not([disabled]), textarea, button:not([disabled]), select";

/** What is asked for may be drawn only after the next answer, or after a list was scrolled to it. */
export function useGoTo(session: DraftSession, draft: Draft, isFormShown: boolean): void {
  const goal = useStore(session.goal);
  useEffect(() => {
    if (!goal || !isFormShown) return undefined;
    const frame = requestAnimationFrame(() => {
      const found = elementAt(goal.pointer, false) ?? elementAt(goal.pointer, true);
      if (!found) return;
      session.goal.write(undefined);
      found.scrollIntoView({ block: "center" });
      found.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [goal, session, draft, isFormShown]);
}

/** The control at a place or below it; with `around`, the closest one above that is drawn. */
function elementAt(pointer: string, around: boolean): HTMLElement | undefined {
  let at = pointer;
  do {
    const found = document.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(at)}"]`);
    const control = found?.matches("div") ? found.querySelector<HTMLElement>(FOCUSABLE) : found;
    if (control) return control;
    const below = document.querySelector<HTMLElement>(`[data-pointer^="${CSS.escape(at)}/"]`);
    if (below && at !== "") return below.querySelector<HTMLElement>(FOCUSABLE) ?? below;
    at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
  } while (around && at !== "");
  return undefined;
}

// What the keys do in the filter's field. One step back for each Escape: the list, what was typed, the filter, the field.
import type { KeyboardEvent } from "react";

import type { FilterCompletion } from "../../../host/generated/FilterCompletion";
import type { CompletionsShown } from "./useCompletionList";

interface FilterKeys {
  list: CompletionsShown;
  text: string;
  applied: string;
  take: (completion: FilterCompletion) => void;
  write: (text: string) => void;
  apply: (text: string) => void;
  /** Puts the focus into the table. */
  leave: () => void;
}

export function filterKeys(event: KeyboardEvent<HTMLInputElement>, keys: FilterKeys): void {
  if (event.nativeEvent.isComposing || !act(keys, event)) return;
  event.preventDefault();
  event.stopPropagation();
}

function act(keys: FilterKeys, event: KeyboardEvent<HTMLInputElement>): boolean {
  const { list, text, applied } = keys;
  const plain = !event.altKey && !event.metaKey && !event.shiftKey;
  if (event.key === " " && event.ctrlKey) {
    list.openAt(event.currentTarget.selectionStart ?? text.length);
    return true;
  }
  if (!plain || event.ctrlKey) return false;
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp":
      if (list.shown.length > 0) list.step(event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "ArrowDown") list.openAt(event.currentTarget.selectionStart ?? 0);
      return true;
    case "Tab":
      if (!list.active) return false;
      keys.take(list.active);
      return true;
    case "Enter":
      if (list.active && list.pointed) keys.take(list.active);
      else if (text.trim() === applied) keys.leave();
      else keys.apply(text);
      return true;
    case "Escape":
      // Also while the answer is on its way, or empty: when it comes must not decide whether the text goes.
      if (list.open) list.close();
      else if (text !== applied) keys.write(applied);
      else if (text !== "") keys.apply("");
      else keys.leave();
      return true;
    default:
      return false;
  }
}

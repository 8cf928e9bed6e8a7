// What every control of the form has: its name for everyone, its place in the draft, and its keys.
import type { KeyboardEvent } from "react";

import type { EditField } from "../../host/generated/EditField";
import type { DraftSession } from "./draftSession";
import { restore } from "./session";

/** What ties a control to its label and to what is said below it. */
export interface ControlProps {
  field: EditField;
  id: string;
  /** The id of what is said about it; absent where nothing is said. */
  describedBy: string | undefined;
  /** Its name where no label is drawn beside it. */
  label?: string | undefined;
}

/** The attributes of the element that takes the keys. */
export function controlAttributes({ field, id, describedBy, label }: ControlProps) {
  return {
    id,
    "aria-label": label,
    "aria-describedby": describedBy,
    "aria-required": field.required || undefined,
    "data-pointer": field.pointer,
    "data-path": field.path,
    "data-changed": field.changed || undefined,
  };
}

/** Esc makes a field what it was; where it is so already, Esc is somebody else's. */
export function restoreOnEscape(session: DraftSession, field: EditField) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (!restore(session, field)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** What an empty control stands for: null and an empty text are told from nothing. */
export function hollow(field: EditField): string {
  if (field.state === "null") return "null";
  return field.state === "empty" ? '""' : "";
}

/** Whether a control holds something wrong, something doubtful, or neither. */
export function toneOf(
  field: EditField,
  problem: string | undefined,
): "error" | "warning" | undefined {
  if (problem !== undefined) return "error";
  if (field.violations.some(({ finding }) => finding.severity === "error")) return "error";
  return field.violations.some(({ finding }) => finding.severity === "warning")
    ? "warning"
    : undefined;
}

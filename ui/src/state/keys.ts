// Which keys were pressed, written as in the table of shortcuts. Pure.

/** The event as in the table: "Ctrl+Shift+C", "Alt+ArrowLeft", "?", "g". Cmd counts as Ctrl. */
export function pressed(event: KeyboardEvent): string {
  const key = named(event.key);
  const letter = key.length === 1;
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  // Shift is part of a bare character already: "?" needs it on most keyboards.
  if (event.shiftKey && (!letter || modified)) parts.push("Shift");
  parts.push(letter && modified ? key.toUpperCase() : key);
  return parts.join("+");
}

/** Whether keys type or edit text, so that they belong to a text field that has the focus. */
export function typesText(keys: string): boolean {
  return keys.length === 1 || EDITING.has(keys);
}

/** Whether an element takes typed text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !PRESSED.has(target.type);
}

/** The keys as people read them, one part for each key cap: ["Alt", "Left"]. */
export function keyCaps(keys: string): string[] {
  return keys
    .split(/[+ ]/)
    .filter((part) => part !== "")
    .map(
      (part) => CAPS[part] ?? (part.length === 1 && keys.includes("+") ? part.toUpperCase() : part),
    );
}

const EDITING = new Set(["Space", "Delete", "Ctrl+Z", "Ctrl+A", "ArrowLeft", "ArrowRight"]);
const PRESSED = new Set(["button", "checkbox", "radio", "submit", "reset", "range", "color"]);

const CAPS: Record<string, string> = {
  ArrowLeft: "Left",
  ArrowRight: "Right",
  ArrowUp: "Up",
  ArrowDown: "Down",
  Escape: "Esc",
  PageUp: "PgUp",
  PageDown: "PgDn",
};

function named(key: string): string {
  return key === " " ? "Space" : key;
}

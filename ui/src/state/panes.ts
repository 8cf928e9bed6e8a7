// F6 and Shift+F6: the focus goes from pane to pane, and back to where it was in each.
// A pane is an element with `data-pane`; `data-pane-focus` inside it marks where the focus first goes.

import { useEffect } from "react";

const lastIn = new WeakMap<Element, HTMLElement>();
const CONTENT_ENTRY = "[data-pane-focus], [role=grid] [tabindex='0']";
const FOCUSABLE =
  "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex='-1'])";

/** Remembers where the focus is in its pane; the shell listens to `focusin`. */
export function rememberFocus(event: FocusEvent): void {
  if (!(event.target instanceof HTMLElement)) return;
  const pane = event.target.closest("[data-pane]");
  if (pane) lastIn.set(pane, event.target);
}

/** Where the focus goes in the content: where a screen marked it, else the cursor of its table. */
export function contentEntry(): HTMLElement | undefined {
  const content = document.querySelector("main[data-pane]");
  return content?.querySelector<HTMLElement>(CONTENT_ENTRY) ?? undefined;
}

/** Moves the focus into the content once that is drawn; a table that is still to come takes it by itself. */
export function focusContent(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  requestAnimationFrame(() => {
    if (isFocusFree()) contentEntry()?.focus({ preventScroll: true });
  });
}

/** Takes the focus into the content when it has nothing else to be on, once `ready`. */
export function useContentFocus(ready: boolean): void {
  useEffect(() => {
    if (ready && isFocusFree()) contentEntry()?.focus({ preventScroll: true });
  }, [ready]);
}

/** Whether nothing has the focus: what had it is gone. */
export function isFocusFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Moves the focus `step` panes on, around the end. */
export function movePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll("[data-pane]")].filter(isShown);
  if (panes.length === 0) return;
  // A pane may lie in another one: the focus is in the innermost.
  const from = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  for (let tried = 1; tried <= panes.length; tried += 1) {
    const start = from < 0 && step < 0 ? 0 : from;
    const pane = panes[(start + step * tried + panes.length * 2) % panes.length];
    const goal = pane && entry(pane);
    if (goal) {
      goal.focus();
      return;
    }
  }
}

function entry(pane: Element): HTMLElement | undefined {
  const last = lastIn.get(pane);
  if (last?.isConnected && pane.contains(last)) return last;
  const marked = pane.querySelector<HTMLElement>("[data-pane-focus]");
  return marked ?? pane.querySelector<HTMLElement>(FOCUSABLE) ?? undefined;
}

function isShown(pane: Element): boolean {
  return !(pane instanceof HTMLElement) || !pane.hidden;
}

const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta"]);

/** Marks the document with what was used last, keys or a pointer: keys want to see where the focus is. */
export function useInputMark(): void {
  useEffect(() => {
    const mark = (event: KeyboardEvent | PointerEvent) => {
      if (event instanceof KeyboardEvent && MODIFIERS.has(event.key)) return;
      document.documentElement.dataset.input = event instanceof KeyboardEvent ? "keys" : "pointer";
    };
    window.addEventListener("keydown", mark, true);
    window.addEventListener("pointerdown", mark, true);
    return () => {
      window.removeEventListener("keydown", mark, true);
      window.removeEventListener("pointerdown", mark, true);
    };
  }, []);
}

// F6 and Shift+F6: the focus goes from pane to pane, and back to where it was in each.
// A pane is an element with `data-pane`; `data-pane-focus` inside it marks where the focus first goes.

const lastIn = new WeakMap<Element, HTMLElement>();
const FOCUSABLE =
  "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex='-1'])";

/** Remembers where the focus is in its pane; the shell listens to `focusin`. */
export function rememberFocus(event: FocusEvent): void {
  if (!(event.target instanceof HTMLElement)) return;
  const pane = event.target.closest("[data-pane]");
  if (pane) lastIn.set(pane, event.target);
}

/** Moves the focus `step` panes on, around the end. */
export function movePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll("[data-pane]")].filter(isShown);
  if (panes.length === 0) return;
  const from = panes.findIndex((pane) => pane.contains(document.activeElement));
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

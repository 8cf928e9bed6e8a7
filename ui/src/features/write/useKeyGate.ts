// A question is not answered by a key that was on its way before it was asked: no key counts in its first moments, and a
// key that is held down never does.
import { useEffect, useRef, useState } from "react";

const UNREAD_MS = 300;

/** Whether keys count by now. */
export function useKeyGate(): boolean {
  const [isOpen, setOpen] = useState(false);
  // A button that is pressed by Space acts when the key comes up.
  const swallowed = useRef(new Set<string>());
  useEffect(() => {
    const timer = setTimeout(() => setOpen(true), UNREAD_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const keys = swallowed.current;
    const onDown = (event: KeyboardEvent) => {
      if (isOpen && !(event.repeat && ANSWERS.has(event.key))) {
        keys.delete(event.key);
        return;
      }
      keys.add(event.key);
      swallow(event);
    };
    const onUp = (event: KeyboardEvent) => {
      if (keys.delete(event.key)) swallow(event);
    };
    window.addEventListener("keydown", onDown, true);
    window.addEventListener("keyup", onUp, true);
    return () => {
      window.removeEventListener("keydown", onDown, true);
      window.removeEventListener("keyup", onUp, true);
    };
  }, [isOpen]);
  return isOpen;
}

/** Keys that answer; others may be held down, to scroll or to delete what was typed. */
const ANSWERS = new Set(["Enter", " ", "Escape"]);

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Brings a part of the screen into view and under the focus when it is what somebody looked for.
import { type RefObject, useEffect } from "react";

/** A new object asks again. */
export function useSought(ref: RefObject<HTMLElement | null>, sought: object | undefined): void {
  useEffect(() => {
    if (!sought) return;
    ref.current?.scrollIntoView({ block: "nearest" });
    ref.current?.focus();
  }, [ref, sought]);
}

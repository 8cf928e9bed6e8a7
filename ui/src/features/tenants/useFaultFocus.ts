// Leads to the first field at fault, which may be far from the button that was pressed.
import { useEffect } from "react";

import type { CallError } from "../../host/call";

/** After each attempt that the form itself stopped, and after each error of the backend. */
export function useFaultFocus(attempts: number, error: CallError | undefined): void {
  useEffect(() => {
    if (attempts > 0) focusFault();
  }, [attempts]);
  useEffect(() => {
    if (error) focusFault();
  }, [error]);
}

function focusFault(): void {
  const form = document.querySelector('[data-testid="tenant-form"]');
  const fault = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  // A group of radio buttons takes no focus itself.
  const chosen = fault?.querySelector<HTMLElement>('[role="radio"][aria-checked="true"]');
  (chosen ?? fault)?.focus();
}

// Whether the question about the write guard is open: asked from the header, the status bar, by key and from banners.
import { createStore, useStore } from "../../state/store";

const isAsked = createStore(false);

/** Opens what can be done about the guard of the tenant that is shown. */
export function askGuard(): void {
  isAsked.write(true);
}

export function closeGuard(): void {
  isAsked.write(false);
}

export function useGuardAsked(): boolean {
  return useStore(isAsked);
}

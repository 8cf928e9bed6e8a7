// Whether the window is so narrow that the sidebar is a rail of icons.
import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 1120px)";

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => media.matches);
}

// One for all: every line of the sidebar asks each time that it is drawn.
const media = window.matchMedia(QUERY);

function subscribe(listener: () => void): () => void {
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

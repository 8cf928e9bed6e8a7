// Whether the window is so narrow that the sidebar is a rail of icons.
import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 1120px)";

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(QUERY).matches);
}

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(QUERY);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

// Light, dark, or as the system: kept in local storage, read before the first paint by public/boot.js.
import { useEffect } from "react";

import { createStore, useStore } from "./store";

export type ThemeChoice = "light" | "dark" | "system";

const KEY = "scimscope.theme";
const choice = createStore<ThemeChoice>(read());

export function useTheme(): ThemeChoice {
  return useStore(choice);
}

export function chooseTheme(next: ThemeChoice): void {
  localStorage.setItem(KEY, next);
  choice.write(next);
}

/** Keeps the document's theme as chosen; the app calls it once. */
export function useThemeOnDocument(): void {
  const chosen = useTheme();
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const dark = chosen === "dark" || (chosen === "system" && system.matches);
      document.documentElement.dataset.theme = dark ? "dark" : "light";
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [chosen]);
}

function read(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

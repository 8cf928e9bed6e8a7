// A small value of the view that outlives the window: the width of a pane, a view that was chosen.
import { useState } from "react";

export function useRemembered<T extends string | number>(
  name: string,
  standard: T,
): [T, (value: T) => void] {
  const key = `scimscope.${name}`;
  const [value, setValue] = useState<T>(() => read(key, standard));
  const remember = (next: T) => {
    setValue(next);
    localStorage.setItem(key, String(next));
  };
  return [value, remember];
}

function read<T extends string | number>(key: string, standard: T): T {
  const kept = localStorage.getItem(key);
  if (kept === null) return standard;
  if (typeof standard === "number") {
    const number = Number(kept);
    return (Number.isFinite(number) ? number : standard) as T;
  }
  return kept as T;
}

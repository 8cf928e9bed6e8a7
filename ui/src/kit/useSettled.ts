// A value once it has not changed for a while.
import { useEffect } from "react";

import { useStateOf } from "./useStateOf";

/** `of` names what has the value: that of another is settled at once. */
export function useSettled<T>(value: T, ms: number, of = ""): T {
  const [settled, setSettled] = useStateOf(of, () => value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), ms);
    return () => clearTimeout(timer);
  }, [value, ms, setSettled]);
  return settled;
}

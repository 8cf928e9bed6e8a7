// The state of one thing among those that a component shows one after another: for each it starts afresh, as if the
// component had been made for it, and what is drawn stays.
import { useCallback, useMemo, useState } from "react";

interface Kept<T> {
  /** Later ones are larger. */
  turn: number;
  value: T;
}

let turns = 0;

function nextTurn(): number {
  turns += 1;
  return turns;
}

/** Like `useState`; `of` names the thing, and `start` is asked whenever that is another one. */
export function useStateOf<T>(of: string, start: () => T): [T, (change: (before: T) => T) => void] {
  // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each thing
  const fresh = useMemo((): Kept<T> => ({ turn: nextTurn(), value: start() }), [of]);
  const [kept, setKept] = useState(fresh);
  const change = useCallback(
    (next: (before: T) => T) =>
      setKept((it) => {
        // Who still speaks of what was shown before says nothing about this.
        if (it.turn > fresh.turn) return it;
        const before = it.turn === fresh.turn ? it.value : fresh.value;
        const value = next(before);
        return Object.is(before, value) ? it : { turn: fresh.turn, value };
      }),
    [fresh],
  );
  return [kept.turn === fresh.turn ? kept.value : fresh.value, change];
}

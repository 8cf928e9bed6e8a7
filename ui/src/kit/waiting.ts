// How waiting shows: nothing for 150 ms, then a skeleton, after 2 s a sentence with Cancel, after 10 s what it waits for.
import { useEffect, useState } from "react";

import { useStateOf } from "./useStateOf";

export type WaitPhase = "idle" | "quiet" | "skeleton" | "sentence" | "long";

const STEPS: readonly [number, WaitPhase][] = [
  [150, "skeleton"],
  [2000, "sentence"],
  [10_000, "long"],
];

/** The phase of a wait that lasts as long as `waiting` is true, and `of` is the same. */
export function useWaitPhase(waiting: boolean, of = ""): WaitPhase {
  const [phase, setPhase] = useStateOf<WaitPhase>(of, () => "quiet");
  useEffect(() => {
    if (!waiting) return undefined;
    const timers = STEPS.map(([after, next]) => setTimeout(() => setPhase(() => next), after));
    return () => {
      for (const timer of timers) clearTimeout(timer);
      setPhase(() => "quiet");
    };
  }, [waiting, setPhase]);
  return waiting ? phase : "idle";
}

/** Whole seconds since `running` became true. */
export function useSeconds(running: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!running) return undefined;
    const began = Date.now();
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - began) / 1000)), 250);
    return () => {
      clearInterval(timer);
      setSeconds(0);
    };
  }, [running]);
  return running ? seconds : 0;
}

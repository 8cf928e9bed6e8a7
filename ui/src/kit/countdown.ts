// Counting down to an instant, by the second.
import { useCallback, useSyncExternalStore } from "react";

import { useNow } from "./Time";

/** The time, new each second as long as one of these instants is still to come. */
export function useTicking(instants: readonly (string | undefined)[]): number {
  const slowly = useNow();
  const last = Math.max(0, ...instants.map((it) => (it === undefined ? 0 : Date.parse(it))));
  const subscribe = useCallback((listener: () => void) => everySecond(listener, last), [last]);
  return Math.max(useSyncExternalStore(subscribe, thisSecond), slowly);
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all that count: they never differ. Tells until the instant is over. */
function everySecond(listener: () => void, last: number): () => void {
  const tell = () => {
    listener();
    if (Date.now() > last) stop();
  };
  const stop = () => {
    listeners.delete(tell);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  if (last > Date.now()) {
    listeners.add(tell);
    timer ??= setInterval(() => {
      for (const it of [...listeners]) it();
    }, 1000);
  }
  return stop;
}

/** The end of the second that it is: the same for everybody who asks within it. */
function thisSecond(): number {
  return Math.ceil(Date.now() / 1000) * 1000;
}

/** Seconds until an instant; undefined when it is over or never was. */
export function secondsUntil(at: string | undefined, now: number): number | undefined {
  const seconds = at === undefined ? Number.NaN : Math.ceil((Date.parse(at) - now) / 1000);
  return seconds > 0 ? seconds : undefined;
}

/** "14:59", "0:07". */
export function clockWords(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The time of day of an instant: "14:31", or with its seconds "14:31:20". */
export function timeOfDay(at: string, precise = false): string {
  const date = new Date(at);
  const parts = [date.getHours(), date.getMinutes(), ...(precise ? [date.getSeconds()] : [])];
  return parts.map((it) => String(it).padStart(2, "0")).join(":");
}

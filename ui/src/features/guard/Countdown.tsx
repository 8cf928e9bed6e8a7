// How long a tenant is still unlocked, by the second. Screen readers are told the time of its end instead, once.
import { clockWords, secondsUntil, timeOfDay, useTicking } from "../../kit/countdown";
import styles from "./guard.module.css";

export function Countdown({ until }: { until: string }) {
  const seconds = secondsUntil(until, useTicking([until])) ?? 0;
  return (
    <span aria-hidden="true" className={styles.countdown} data-testid="guard-countdown">
      {clockWords(seconds)}
    </span>
  );
}

/** Said when a tenant is unlocked, and once more a minute before its end. */
export function UnlockedWords({ until }: { until: string }) {
  const seconds = secondsUntil(until, useTicking([until])) ?? 0;
  return (
    <span role="status" className="visually-hidden">
      {seconds > 60 ? `Writes are on until ${timeOfDay(until)}` : "Writes lock in a minute"}
    </span>
  );
}

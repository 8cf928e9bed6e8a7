// Where the time of an exchange went, as one bar: each part as wide as it took. The words beside it say the same.
import styles from "./history.module.css";
import type { TimePart } from "./words";

export function TimeBar({ parts }: { parts: readonly TimePart[] }) {
  const whole = parts.reduce((sum, { ms }) => sum + ms, 0);
  if (whole === 0) return null;
  return (
    <span className={styles.bar} aria-hidden="true" data-testid="time-bar">
      {parts.map(({ name, ms }) => (
        <span key={name} data-part={name} style={{ flexGrow: ms / whole }} />
      ))}
    </span>
  );
}

// Something is under way: a turning ring, or a bar where its end is known.
import styles from "./Spinner.module.css";

export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}

interface ProgressProps {
  label: string;
  /** From 0 to 1; left out while the end is not known. */
  value?: number | undefined;
  className?: string | undefined;
}

export function Progress({ label, value, className }: ProgressProps) {
  const known = value !== undefined;
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known ? Math.round(value * 100) : undefined}
      className={`${styles.track ?? ""} ${className ?? ""}`}
    >
      <span
        className={known ? styles.part : styles.moving}
        style={known ? { width: `${Math.min(1, Math.max(0, value)) * 100}%` } : undefined}
      />
    </span>
  );
}

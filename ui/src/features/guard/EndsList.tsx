// What ends an unlocking.
import styles from "./guard.module.css";

interface EndsListProps {
  /** The window that has unlocked it, where that is not this one. */
  elsewhere?: string | undefined;
}

export function EndsList({ elsewhere }: EndsListProps) {
  return (
    <ul className={styles.endsList}>
      <li>after 15 minutes,</li>
      <li>when this computer sleeps,</li>
      <li>
        {elsewhere === undefined
          ? "when this window shows another tenant, or is closed,"
          : `when ${elsewhere}, in which it was unlocked, shows another tenant or is closed,`}
      </li>
      <li>when you quit Scimscope.</li>
    </ul>
  );
}

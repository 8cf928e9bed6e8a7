// What ends an unlocking.
import styles from "./guard.module.css";

export function EndsList() {
  return (
    <ul className={styles.endsList}>
      <li>after 15 minutes,</li>
      <li>when this computer sleeps,</li>
      <li>when this window shows another tenant, or is closed,</li>
      <li>when you quit Scimscope.</li>
    </ul>
  );
}

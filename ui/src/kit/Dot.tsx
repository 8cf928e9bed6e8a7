// A small round mark; always with a word beside it.
import { classes } from "./classes";
import styles from "./Dot.module.css";

export type DotTone = "plain" | "ok" | "warn" | "danger" | "info" | "off" | "tenant";

export function Dot({ tone = "plain" }: { tone?: DotTone | undefined }) {
  return <span aria-hidden="true" className={classes(styles.dot, styles[tone])} />;
}

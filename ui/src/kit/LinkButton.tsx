// A button within a line of text that looks like a link: it leads somewhere or acts where a whole button would be too much.
import type { ButtonHTMLAttributes } from "react";

import styles from "./LinkButton.module.css";

export function LinkButton(props: Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className">) {
  return <button type="button" {...props} className={styles.link} />;
}

// A key as it is printed on a keyboard.
import type { ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Kbd.module.css";

interface KbdProps {
  children: ReactNode;
  className?: string | undefined;
}

export function Kbd({ children, className }: KbdProps) {
  return <kbd className={classes(styles.kbd, className)}>{children}</kbd>;
}

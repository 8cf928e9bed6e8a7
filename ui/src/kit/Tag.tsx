// A word set apart: a state, a kind, an environment.
import type { ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Tag.module.css";

export type Tone = "plain" | "line" | "ok" | "warn" | "danger" | "info" | "accent" | "tenant";

interface TagProps {
  tone?: Tone | undefined;
  icon?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

export function Tag({ tone = "plain", icon, className, children }: TagProps) {
  return (
    <span className={classes(styles.tag, styles[tone], className)}>
      {icon}
      {children}
    </span>
  );
}

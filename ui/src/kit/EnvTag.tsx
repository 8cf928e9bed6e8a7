// The environment that a window stands in: plain, or solid where real people depend on it.
import { Lock } from "lucide-react";
import type { ReactNode } from "react";

import { classes } from "./classes";
import styles from "./EnvTag.module.css";

interface EnvTagProps {
  name: string;
  /** Production: solid, with its icon, so that it is never told by colour alone. */
  solid?: boolean | undefined;
  icon?: ReactNode;
}

export function EnvTag({ name, solid, icon }: EnvTagProps) {
  return (
    <span className={classes(styles.tag, solid && styles.solid)}>
      {icon ?? (solid ? <Lock size={14} aria-hidden="true" /> : null)}
      {name}
    </span>
  );
}

// The environment that a window stands in.
import type { ReactNode } from "react";

import styles from "./EnvTag.module.css";

interface EnvTagProps {
  name: string;
  icon?: ReactNode;
}

export function EnvTag({ name, icon }: EnvTagProps) {
  return (
    <span className={styles.tag}>
      {icon}
      {name}
    </span>
  );
}

// A banner: stays until its cause is gone; an icon of its own shape for each severity.
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Note.module.css";

export type NoteTone = "info" | "warn" | "danger" | "ok";

const icons = { info: Info, warn: TriangleAlert, danger: CircleAlert, ok: CircleCheck };

interface NoteProps {
  tone?: NoteTone | undefined;
  title?: ReactNode;
  icon?: ReactNode;
  /** At the end of the line: at most one action, two for a banner of the whole window. */
  actions?: ReactNode;
  /** Over the whole width, without rounded corners. */
  wide?: boolean | undefined;
  role?: "status" | "alert" | "region" | undefined;
  label?: string | undefined;
  testId?: string | undefined;
  children?: ReactNode;
}

export function Note(props: NoteProps) {
  const { tone = "info", title, icon, actions, wide, role, label, testId, children } = props;
  const Icon = icons[tone];
  return (
    <div
      role={role}
      aria-label={label}
      data-testid={testId}
      className={classes(styles.note, styles[tone], wide && styles.wide)}
    >
      <span className={styles.icon}>{icon ?? <Icon size={16} aria-hidden="true" />}</span>
      <div className={styles.text}>
        {title && <p className={styles.title}>{title}</p>}
        {children}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

// A button: primary (one in a pane), plain, ghost, danger, solid danger (confirm dialogs only).
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";

import styles from "./Button.module.css";
import { classes } from "./classes";
import { Kbd } from "./Kbd";
import { Spinner } from "./Spinner";

export type ButtonKind = "plain" | "primary" | "ghost" | "danger" | "ghostDanger" | "solidDanger";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind | undefined;
  /** 24 pixels high instead of 28. */
  small?: boolean | undefined;
  icon?: ReactNode;
  /** The shortcut that does the same. */
  keys?: string | undefined;
  /** It is doing what it was pressed for. */
  busy?: boolean | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

export function Button(props: ButtonProps) {
  const { kind = "plain", small, icon, keys, busy, className, children, disabled, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled}
      aria-busy={busy ? true : undefined}
      className={classes(styles.button, styles[kind], small && styles.small, className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
      {keys && <Kbd className={styles.keys}>{keys}</Kbd>}
    </button>
  );
}

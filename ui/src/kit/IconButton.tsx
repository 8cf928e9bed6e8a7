// A button that shows only an icon; its label is its tooltip and what screen readers hear.
import type { ReactNode } from "react";

import type { ButtonProps } from "./Button";
import { Button } from "./Button";
import styles from "./Button.module.css";
import { classes } from "./classes";
import { Tooltip } from "./Tooltip";

interface IconButtonProps extends Omit<ButtonProps, "children" | "keys"> {
  label: string;
  icon: ReactNode;
  /** The shortcut that does the same, shown in the tooltip. */
  keys?: string | undefined;
}

export function IconButton({ label, keys, className, kind = "ghost", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <Button
        {...rest}
        kind={kind}
        aria-label={label}
        className={classes(styles.icon, rest.small && styles.small, className)}
      />
    </Tooltip>
  );
}

// Two letters on a colour: what a tenant is told by at a glance.
import type { ReactNode } from "react";

import { classes } from "./classes";
import { initials } from "./initials";
import styles from "./TenantBadge.module.css";

interface TenantBadgeProps {
  name: string;
  /** One of the tenant colours of the tokens; without it the badge is neutral. */
  colour?: string | undefined;
  size?: "small" | "medium" | "large" | undefined;
  /** Drawn instead of the letters. */
  icon?: ReactNode;
}

export function TenantBadge({ name, colour, size = "medium", icon }: TenantBadgeProps) {
  return (
    <span
      aria-hidden="true"
      data-tenant={colour}
      className={classes(styles.badge, styles[size], colour === undefined && styles.neutral)}
    >
      {icon ?? initials(name)}
    </span>
  );
}

// Says of a tenant that the certificates of its server are not verified; draws nothing where they are.
import { ShieldOff } from "lucide-react";

import { classes } from "./classes";
import { Tag } from "./Tag";
import { UNVERIFIED } from "./unverified";
import styles from "./UnverifiedTag.module.css";

interface UnverifiedTagProps {
  tenant: { transport?: { unverified: boolean } | undefined };
  /** As high as the environment in the header. */
  high?: boolean | undefined;
}

export function UnverifiedTag({ tenant, high }: UnverifiedTagProps) {
  if (tenant.transport?.unverified !== true) return null;
  return (
    <span data-testid="unverified-tag" className={styles.unverified}>
      <Tag
        tone="danger"
        icon={<ShieldOff size={high ? 14 : 12} aria-hidden="true" />}
        className={classes(high && styles.high)}
      >
        {UNVERIFIED}
      </Tag>
    </span>
  );
}

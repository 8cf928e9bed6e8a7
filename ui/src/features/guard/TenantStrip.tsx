// The band over a question that says which tenant it is about.
import { Lock, LockOpen } from "lucide-react";

import type { Tenant } from "../../host/generated/Tenant";
import { classes } from "../../kit/classes";
import { UserText } from "../../kit/UserText";
import { environmentNames } from "../../state/session";
import styles from "./guard.module.css";

interface TenantStripProps {
  tenant: Tenant;
  unlocked?: boolean;
}

export function TenantStrip({ tenant, unlocked = false }: TenantStripProps) {
  const Icon = unlocked ? LockOpen : Lock;
  return (
    // A question is drawn outside of the window, which has the colour.
    <p
      data-tenant={tenant.colour}
      className={classes(styles.strip, tenant.environment === "production" && styles.solid)}
    >
      <Icon size={14} aria-hidden="true" />
      <span className={styles.stripWords}>
        {environmentNames[tenant.environment]}, <UserText text={tenant.name} />
      </span>
    </p>
  );
}

// A tenant as a row of the switcher: colour, name, environment, host, how it stands, its digit.
import { useQueryClient } from "@tanstack/react-query";

import type { Tenant } from "../../host/generated/Tenant";
import { Dot } from "../../kit/Dot";
import { Kbd } from "../../kit/Kbd";
import { EnvironmentTag } from "../../kit/EnvironmentTag";
import { Tag } from "../../kit/Tag";
import { TenantBadge } from "../../kit/TenantBadge";
import { Time } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { useGuard } from "../../state/guard";
import { keyOf } from "../../state/query";
import { environmentNames } from "../../state/session";
import { useOtherWindows } from "../../state/windows";
import { UnverifiedTag } from "../../kit/UnverifiedTag";
import { useNearEnd } from "../tenants/tenantToken";
import { useUnsaved } from "../tenants/unsaved";
import styles from "./TenantChooser.module.css";
import { standings } from "./tenantChoices";

interface TenantOptionProps {
  tenant: Tenant;
  digit: number | undefined;
  /** This window shows it. */
  isShown: boolean;
}

export function TenantOption({ tenant, digit, isShown }: TenantOptionProps) {
  const client = useQueryClient();
  const others = useOtherWindows()(tenant.id);
  const isOpen = client.getQueryData(keyOf("tenant_open", { tenantId: tenant.id })) !== undefined;
  const [{ word, tone }, ...more] = standings(tenant, {
    isOpen,
    writesUntil: useGuard(tenant.id)?.unlocked?.until,
    end: useNearEnd(tenant, { isOpen, isClose: digit !== undefined }),
    isUnsaved: useUnsaved(tenant.id) !== undefined,
  });
  return (
    <span className={styles.tenant} data-tenant={tenant.colour}>
      <TenantBadge name={tenant.name} colour={tenant.colour} />
      <span className={styles.names}>
        <span className={styles.line}>
          <UserText text={tenant.name} className={styles.name} />
          <EnvironmentTag
            name={environmentNames[tenant.environment]}
            isProduction={tenant.environment === "production"}
          />
          <UnverifiedTag tenant={tenant} />
          {isShown && <Tag tone="line">this window</Tag>}
          {others.map((number) => (
            <Tag key={number} tone="line">
              window {number}
            </Tag>
          ))}
        </span>
        <UserText text={tenant.baseUrl || tenant.host} className={styles.host} />
      </span>
      <span className={styles.standing}>
        <span className={styles.word}>
          <Dot tone={tone} />
          {word}
        </span>
        {more.length > 0 ? (
          <span className={styles.opened}>{more.map((it) => it.word).join(", ")}</span>
        ) : (
          tenant.lastOpenedAt !== undefined && (
            <span className={styles.opened}>
              opened <Time at={tenant.lastOpenedAt} />
            </span>
          )
        )}
      </span>
      {digit !== undefined && <Kbd>{digit}</Kbd>}
    </span>
  );
}

// A group of tenants with its heading; those without one have none while nothing is grouped.
import { ArrowDown, ArrowUp, Ellipsis, Pencil } from "lucide-react";
import { useId } from "react";

import type { Tenant } from "../../../host/generated/Tenant";
import { IconButton } from "../../../kit/IconButton";
import { Menu } from "../../../kit/Menu";
import { UserText } from "../../../kit/UserText";
import { visibleText } from "../../../kit/visible";
import type { TenantGroup } from "./arrangement";
import { TenantRow } from "./TenantRow";
import styles from "./tenants.module.css";
import type { TenantActions } from "./useTenantActions";

interface GroupSectionProps {
  group: TenantGroup;
  isAlone: boolean;
  isFirst: boolean;
  isLast: boolean;
  /** Whether a tenant is on the page that is shown. */
  isShown: (tenant: Tenant) => boolean;
  actions: TenantActions;
}

export function GroupSection(props: GroupSectionProps) {
  const { group, isAlone, isFirst, isLast, isShown, actions } = props;
  const id = useId();
  const { name, tenants } = group;
  const label = `Actions for the group ${visibleText(name)}`;
  const hasHeading = name !== "" || !isAlone;
  return (
    <section
      aria-labelledby={hasHeading ? id : undefined}
      aria-label={hasHeading ? undefined : "Tenants"}
      className={styles.group}
    >
      {hasHeading && (
        <div className={styles.groupHead}>
          <h2 id={id} className={styles.groupName}>
            {name === "" ? "In no group" : <UserText text={name} />}
          </h2>
          <span className={styles.count}>{tenants.length}</span>
          {name !== "" && (
            <Menu
              label={label}
              testId="group-actions"
              trigger={
                <IconButton
                  small
                  label={label}
                  data-group-menu={name}
                  icon={<Ellipsis size={14} aria-hidden="true" />}
                />
              }
              entries={[
                {
                  label: "Rename…",
                  icon: <Pencil size={14} aria-hidden="true" />,
                  onChoose: () => actions.ask({ kind: "rename", group: name }),
                },
                {
                  label: "Move the group up",
                  icon: <ArrowUp size={14} aria-hidden="true" />,
                  disabled: isFirst,
                  onChoose: () => actions.moveGroup(name, -1),
                },
                {
                  label: "Move the group down",
                  icon: <ArrowDown size={14} aria-hidden="true" />,
                  disabled: isLast,
                  onChoose: () => actions.moveGroup(name, 1),
                },
              ]}
            />
          )}
        </div>
      )}
      <ul className={styles.list}>
        {tenants.map(
          (tenant, index) =>
            isShown(tenant) && (
              <TenantRow
                key={tenant.id}
                tenant={tenant}
                isFirst={index === 0}
                isLast={index === tenants.length - 1}
                actions={actions}
              />
            ),
        )}
      </ul>
    </section>
  );
}

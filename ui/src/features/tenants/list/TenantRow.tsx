// A tenant of the list: opens with a press, moves with Alt and an arrow, everything else is in its menu.
import {
  AppWindow,
  ArrowDown,
  ArrowUp,
  Copy,
  Download,
  Ellipsis,
  FolderInput,
  Pencil,
  Trash2,
} from "lucide-react";
import type { KeyboardEvent } from "react";

import type { Tenant } from "../../../host/generated/Tenant";
import { IconButton } from "../../../kit/IconButton";
import type { MenuEntry } from "../../../kit/Menu";
import { Menu } from "../../../kit/Menu";
import { EnvironmentTag } from "../../../kit/EnvironmentTag";
import { Tag } from "../../../kit/Tag";
import { TenantBadge } from "../../../kit/TenantBadge";
import { Time } from "../../../kit/Time";
import { UserText } from "../../../kit/UserText";
import { visibleText } from "../../../kit/visible";
import { useNavigate } from "../../../state/navigation";
import { environmentNames } from "../../../state/session";
import { authenticationNames, lackOf } from "../../../state/signIn";
import { useOtherWindows } from "../../../state/windows";
import { UnverifiedTag } from "../../../kit/UnverifiedTag";
import { useOpenWindow } from "../useOpenWindow";
import styles from "./tenants.module.css";
import type { TenantActions } from "./useTenantActions";

interface TenantRowProps {
  tenant: Tenant;
  isFirst: boolean;
  isLast: boolean;
  actions: TenantActions;
}

export function TenantRow({ tenant, isFirst, isLast, actions }: TenantRowProps) {
  const navigate = useNavigate();
  const openWindow = useOpenWindow();
  const others = useOtherWindows()(tenant.id);
  const label = `Actions for ${visibleText(tenant.name)}`;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : undefined;
    const wantsWindow = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!wantsWindow && !(event.altKey && step)) return;
    event.preventDefault();
    if (wantsWindow) openWindow(tenant.id);
    else if (step) actions.move(tenant, step);
  };
  return (
    <li
      className={styles.row}
      data-tenant={tenant.colour}
      data-testid="tenant-row"
      data-tenant-id={tenant.id}
    >
      <button
        type="button"
        className={styles.open}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Control+Enter"
        data-pane-focus=""
        onClick={() => navigate.enterTenant(tenant.id)}
        onKeyDown={onKeyDown}
      >
        <TenantBadge name={tenant.name} colour={tenant.colour} />
        <span className={styles.names}>
          <span className={styles.line}>
            <UserText text={tenant.name} className={styles.name} />
            <EnvironmentTag
              name={environmentNames[tenant.environment]}
              isProduction={tenant.environment === "production"}
            />
            <UnverifiedTag tenant={tenant} />
            {others.map((number) => (
              <Tag key={number} tone="line">
                window {number}
              </Tag>
            ))}
          </span>
          <UserText text={tenant.baseUrl} className={styles.url} />
        </span>
        <span className={styles.signIn}>{authenticationNames[tenant.authentication]}</span>
        <SecretWord tenant={tenant} />
        <span className={styles.when}>
          {tenant.lastOpenedAt === undefined ? "not opened yet" : <Time at={tenant.lastOpenedAt} />}
        </span>
      </button>
      <Menu
        label={label}
        testId="tenant-actions"
        trigger={
          <IconButton
            small
            label={label}
            icon={<Ellipsis size={14} aria-hidden="true" />}
            data-testid="tenant-menu"
          />
        }
        entries={entriesOf(
          { tenant, isFirst, isLast, actions },
          {
            edit: () => navigate.open({ screen: "connection", tenantId: tenant.id }),
            openWindow: () => openWindow(tenant.id),
          },
        )}
      />
    </li>
  );
}

/** Where its secret is, as far as somebody has to know. */
function SecretWord({ tenant }: { tenant: Tenant }) {
  const lack = lackOf(tenant);
  if (lack?.isMissing) return <span className={styles.missing}>{lack.what} missing</span>;
  return <span className={styles.secret}>{lack && `asks for its ${lack.what}`}</span>;
}

function entriesOf(
  { tenant, isFirst, isLast, actions }: TenantRowProps,
  { edit, openWindow }: { edit: () => void; openWindow: () => void },
): MenuEntry[] {
  return [
    {
      label: "Open in a new window",
      keys: "Ctrl Enter",
      icon: <AppWindow size={14} aria-hidden="true" />,
      onChoose: openWindow,
    },
    {
      label: "Edit the connection",
      icon: <Pencil size={14} aria-hidden="true" />,
      onChoose: edit,
    },
    {
      label: "Duplicate",
      icon: <Copy size={14} aria-hidden="true" />,
      onChoose: () => actions.duplicate(tenant),
    },
    {
      label: "Move up",
      keys: "Alt Up",
      apart: true,
      disabled: isFirst,
      icon: <ArrowUp size={14} aria-hidden="true" />,
      onChoose: () => actions.move(tenant, -1),
    },
    {
      label: "Move down",
      keys: "Alt Down",
      disabled: isLast,
      icon: <ArrowDown size={14} aria-hidden="true" />,
      onChoose: () => actions.move(tenant, 1),
    },
    {
      label: "Move to a group…",
      icon: <FolderInput size={14} aria-hidden="true" />,
      onChoose: () => actions.ask({ kind: "group", tenant }),
    },
    {
      label: "Export…",
      apart: true,
      icon: <Download size={14} aria-hidden="true" />,
      onChoose: () => actions.ask({ kind: "export", tenant }),
    },
    {
      label: "Forget…",
      danger: true,
      icon: <Trash2 size={14} aria-hidden="true" />,
      onChoose: () => actions.ask({ kind: "forget", tenant }),
    },
  ];
}

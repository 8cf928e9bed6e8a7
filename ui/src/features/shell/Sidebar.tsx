// The window's sidebar: the tenant at the top, what it holds below, and at the foot what concerns the window.
import { FilePenLine, History, Home, Keyboard, Plus, Server, Settings2 } from "lucide-react";
import type { ReactNode } from "react";

import { formatNumber } from "../../kit/format";
import { TenantBadge } from "../../kit/TenantBadge";
import { useTenants } from "../../state/app";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import type { Session } from "../../state/session";
import { environmentNames, firstResourceType } from "../../state/session";
import { useTraffic } from "../../state/traffic";
import { NavItem } from "./NavItem";
import { ResourceTypeItem } from "./ResourceTypeItem";
import styles from "./Sidebar.module.css";
import { TenantSwitcher } from "./TenantSwitcher";
import { ThemeToggle } from "./ThemeToggle";

interface SidebarProps {
  session: Session;
  switcherOpen: boolean;
  onSwitcherOpen: (open: boolean) => void;
  onShowShortcuts: () => void;
}

export function Sidebar(props: SidebarProps) {
  const { session, switcherOpen, onSwitcherOpen, onShowShortcuts } = props;
  return (
    <aside className={styles.sidebar} aria-label="Sidebar" data-testid="sidebar" data-pane="">
      <TenantSwitcher session={session} open={switcherOpen} onOpenChange={onSwitcherOpen} />
      {session.kind === "none" ? <WithoutTenant /> : <WithTenant session={session} />}
      <div className={styles.foot}>
        <NavItem
          icon={<Keyboard size={16} aria-hidden="true" />}
          label="Keyboard shortcuts"
          extra="?"
          onClick={onShowShortcuts}
          testId="show-shortcuts"
        />
        <ThemeToggle />
        <SettingsItem />
      </div>
    </aside>
  );
}

function WithoutTenant() {
  const tenants = useTenants();
  const navigate = useNavigate();
  const { place } = useWhereabouts();
  const edited = place.screen === "connection" ? place : undefined;
  return (
    <nav className={styles.nav} aria-label="Start">
      <Group title="Start">
        <NavItem
          icon={<Home size={16} aria-hidden="true" />}
          label="Welcome"
          current={place.screen === "start"}
          leads
          onClick={() => navigate.open({ screen: "start" })}
          testId="nav-welcome"
        />
        <NavItem
          icon={<Server size={16} aria-hidden="true" />}
          label="Tenants"
          extra={tenants.length > 0 ? formatNumber(tenants.length) : undefined}
          current={place.screen === "tenants"}
          leads
          onClick={() => navigate.open({ screen: "tenants" })}
          testId="nav-tenants"
        />
        <HistoryItem tenantId={undefined} />
      </Group>
      <Group title="Connections">
        {tenants.map((tenant) => (
          <NavItem
            key={tenant.id}
            tenantColour={tenant.colour}
            icon={<TenantBadge name={tenant.name} colour={tenant.colour} />}
            label={`${tenant.name}, ${environmentNames[tenant.environment].toLowerCase()}`}
            below={tenant.host}
            current={edited?.tenantId === tenant.id}
            leads
            onClick={() => navigate.open({ screen: "connection", tenantId: tenant.id })}
          />
        ))}
        <NavItem
          icon={<Plus size={16} aria-hidden="true" />}
          label="Add a tenant"
          current={edited !== undefined && edited.tenantId === undefined}
          leads
          onClick={() => navigate.open({ screen: "connection" })}
          testId="nav-add-tenant"
        />
      </Group>
    </nav>
  );
}

function WithTenant({ session }: { session: Exclude<Session, { kind: "none" }> }) {
  const { place } = useWhereabouts();
  const opened = session.kind === "open" ? session.opened : undefined;
  const shown =
    "resourceType" in place
      ? place.resourceType
      : place.screen === "start" && opened
        ? firstResourceType(opened)?.name
        : undefined;
  return (
    <nav className={styles.nav} aria-label="Tenant">
      {opened && opened.resourceTypes.length > 0 && (
        <Group title="Directory">
          {opened.resourceTypes.map((type) => (
            <ResourceTypeItem
              key={type.name}
              tenantId={session.tenant.id}
              type={type}
              current={type.name === shown}
            />
          ))}
        </Group>
      )}
      <Group title="Inspect">
        <HistoryItem tenantId={session.tenant.id} />
        {opened && <ChangesItem />}
      </Group>
    </nav>
  );
}

function ChangesItem() {
  const navigate = useNavigate();
  const { place } = useWhereabouts();
  return (
    <NavItem
      icon={<FilePenLine size={16} aria-hidden="true" />}
      label="Changes"
      current={place.screen === "changes"}
      leads
      onClick={() => navigate.open({ screen: "changes" })}
      testId="nav-changes"
    />
  );
}

function HistoryItem({ tenantId }: { tenantId: string | undefined }) {
  const navigate = useNavigate();
  const { place } = useWhereabouts();
  const traffic = useTraffic(tenantId);
  return (
    <NavItem
      icon={<History size={16} aria-hidden="true" />}
      label="History"
      extra={traffic && formatNumber(traffic.total)}
      current={place.screen === "history"}
      leads
      onClick={() => navigate.open({ screen: "history" })}
      testId="nav-history"
    />
  );
}

function SettingsItem() {
  const navigate = useNavigate();
  const { place } = useWhereabouts();
  return (
    <NavItem
      icon={<Settings2 size={16} aria-hidden="true" />}
      label="Settings"
      extra="Ctrl ,"
      current={place.screen === "settings" || place.screen === "secrets"}
      leads
      onClick={() => navigate.open({ screen: "settings" })}
      testId="nav-settings"
    />
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.group}>
      <h2 className={styles.heading}>{title}</h2>
      {children}
    </div>
  );
}

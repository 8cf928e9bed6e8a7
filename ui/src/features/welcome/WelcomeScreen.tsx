// Get to data in one key: the sandbox, a server of one's own, and the tenants there are.
import { FlaskConical, Pencil, Server } from "lucide-react";
import { useEffect } from "react";

import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { IconButton } from "../../kit/IconButton";
import { EnvironmentTag } from "../../kit/EnvironmentTag";
import { TenantBadge } from "../../kit/TenantBadge";
import { Time } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { useStarted, useTenants } from "../../state/app";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { markReady } from "../../state/ready";
import { environmentNames } from "../../state/session";
import { useShortcuts } from "../../state/shortcuts";
import { authenticationNames } from "../../state/signIn";
import { UnverifiedTag } from "../../kit/UnverifiedTag";
import styles from "./WelcomeScreen.module.css";

export function WelcomeScreen() {
  const tenants = useTenants();
  useHeader({ title: "Welcome" });
  useEffect(() => markReady("welcome"), []);
  return (
    <div className={styles.scroll}>
      <div className={styles.page}>
        <h2 className={styles.name}>Scimscope</h2>
        <p className={styles.what}>Look inside a SCIM 2.0 directory, request by request.</p>
        <SandboxCard />
        <h2 className={styles.heading}>Add a tenant</h2>
        <AnyServerCard />
        {tenants.length > 0 && (
          <>
            <div className={styles.headingLine}>
              <h2 className={styles.heading}>Recent</h2>
              <AllTenants />
            </div>
            <ul className={styles.recent}>
              {recentFirst(tenants).map((tenant) => (
                <RecentTenant key={tenant.id} tenant={tenant} />
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

/** Those that were never opened come last, in their own order. */
function recentFirst(tenants: readonly Tenant[]): Tenant[] {
  return tenants.toSorted((one, other) =>
    (other.lastOpenedAt ?? "").localeCompare(one.lastOpenedAt ?? ""),
  );
}

function AllTenants() {
  const navigate = useNavigate();
  return (
    <Button
      small
      kind="ghost"
      icon={<Server size={14} aria-hidden="true" />}
      onClick={() => navigate.open({ screen: "tenants" })}
      data-testid="welcome-tenants"
    >
      All tenants
    </Button>
  );
}

function SandboxCard() {
  const { sandbox, sandboxContents } = useStarted();
  const navigate = useNavigate();
  const { users, groups, devices } = sandboxContents;
  const open = () => navigate.enterTenant(sandbox.id);
  useShortcuts("screen", { "welcome.sandbox": open });
  return (
    <section
      className={styles.sandbox}
      aria-labelledby="sandbox-title"
      data-tenant={sandbox.colour}
    >
      <TenantBadge
        size="large"
        name={sandbox.name}
        colour={sandbox.colour}
        icon={<FlaskConical size={16} />}
      />
      <div>
        <h3 id="sandbox-title" className={styles.title}>
          Start with the sandbox tenant
        </h3>
        <p className={styles.about}>
          A SCIM server runs inside the app: {formatNumber(users)} users, {formatNumber(groups)}{" "}
          groups, {formatNumber(devices)} devices, the enterprise extension and a custom one. It is
          read over HTTP like any other. Nothing leaves this computer.
        </p>
      </div>
      <Button
        kind="primary"
        keys="Enter"
        className={styles.enter}
        onClick={open}
        data-testid="welcome-open-sandbox"
      >
        Open the sandbox tenant
      </Button>
    </section>
  );
}

function AnyServerCard() {
  const navigate = useNavigate();
  return (
    <button
      type="button"
      className={styles.add}
      data-testid="welcome-add-tenant"
      onClick={() => navigate.open({ screen: "connection" })}
    >
      <span className={styles.letter} aria-hidden="true">
        S
      </span>
      <span>
        <span className={styles.addTitle}>Any SCIM 2.0 server</span>
        <span className={styles.addAbout}>base URL and how to sign in</span>
      </span>
    </button>
  );
}

function RecentTenant({ tenant }: { tenant: Tenant }) {
  const navigate = useNavigate();
  return (
    <li className={styles.row} data-tenant={tenant.colour}>
      <button type="button" className={styles.open} onClick={() => navigate.enterTenant(tenant.id)}>
        <span className={styles.who}>
          <TenantBadge size="small" name={tenant.name} colour={tenant.colour} />
          <UserText text={tenant.name} className={styles.tenantName} />
          <EnvironmentTag
            name={environmentNames[tenant.environment]}
            isProduction={tenant.environment === "production"}
          />
        </span>
        <span className={styles.where}>
          <UnverifiedTag tenant={tenant} />
          <UserText text={tenant.baseUrl} className={`${styles.url ?? ""} mono`} />
        </span>
        <span className={styles.auth}>{authenticationNames[tenant.authentication]}</span>
        <span className={styles.when}>
          {tenant.lastOpenedAt === undefined ? "not opened yet" : <Time at={tenant.lastOpenedAt} />}
        </span>
      </button>
      <IconButton
        small
        label={`Edit the connection ${tenant.name}`}
        icon={<Pencil size={14} aria-hidden="true" />}
        onClick={() => navigate.open({ screen: "connection", tenantId: tenant.id })}
      />
    </li>
  );
}

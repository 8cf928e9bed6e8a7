// Where secrets live, as a screen of its own: the tenants and where the secret of each is, beside the choice.
import { KeyRound } from "lucide-react";

import type { SecretState } from "../../host/generated/SecretState";
import type { Tenant } from "../../host/generated/Tenant";
import { classes } from "../../kit/classes";
import { EmptyState } from "../../kit/EmptyState";
import { SplitPane } from "../../kit/SplitPane";
import { Tag } from "../../kit/Tag";
import { TenantBadge } from "../../kit/TenantBadge";
import { UserText } from "../../kit/UserText";
import { useStorage, useTenants } from "../../state/app";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { shortPlaceName } from "../../state/secretsPlace";
import { environmentNames } from "../../state/session";
import { waitsForSecret } from "../../state/signIn";
import { SecretsPane } from "./SecretsPane";
import styles from "./storage.module.css";

export function SecretsScreen() {
  const navigate = useNavigate();
  useHeader({
    title: "Where secrets live",
    parents: [
      {
        title: "Settings",
        onOpen: () => navigate.open({ screen: "settings", section: "storage" }),
      },
    ],
  });
  return (
    <SplitPane
      name="secrets"
      standard={468}
      min={380}
      max={560}
      sideLabel="Where should secrets live?"
      sideClassName={styles.side}
      main={<TenantList />}
      side={<SecretsPane />}
    />
  );
}

function TenantList() {
  const tenants = useTenants().filter((it) => it.secret !== "notNeeded");
  const waiting = tenants.filter(waitsForSecret).length;
  return (
    <>
      <div className={styles.bar}>
        <h2 className={styles.title}>Secrets of your tenants</h2>
        {waiting > 0 && <Tag tone="warn">{`${waiting} waiting`}</Tag>}
      </div>
      <div className={styles.tenants}>
        {tenants.length === 0 ? (
          <EmptyState
            icon={<KeyRound size={16} aria-hidden="true" />}
            title="No tenant here has a secret"
            why="The sandbox and servers without a sign-in need none. What you choose holds for every tenant that you add."
          />
        ) : (
          <>
            <p className={styles.lead}>
              {waiting > 0
                ? `${waiting === 1 ? "One tenant" : `${waiting} tenants`} cannot sign in before the secret is given. The rest works.`
                : "Every secret is at hand."}
            </p>
            <ul className={styles.list} aria-label="Tenants with a secret">
              {tenants.map((tenant) => (
                <TenantLine key={tenant.id} tenant={tenant} />
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}

const words: Record<SecretState, string> = {
  notNeeded: "needs none",
  stored: "kept",
  askEachTime: "asked for when you open it",
  given: "in memory until you quit",
  missing: "missing: asked for when you open it",
};

function TenantLine({ tenant }: { tenant: Tenant }) {
  const navigate = useNavigate();
  const storage = useStorage();
  return (
    <li data-tenant={tenant.colour}>
      <button
        type="button"
        className={styles.tenant}
        onClick={() => navigate.open({ screen: "connection", tenantId: tenant.id })}
      >
        <span className={styles.who}>
          <TenantBadge size="small" name={tenant.name} colour={tenant.colour} />
          <UserText text={tenant.name} className={styles.name} />
          <Tag tone="tenant">{environmentNames[tenant.environment]}</Tag>
        </span>
        <span className={classes(styles.where, waitsForSecret(tenant) && styles.waiting)}>
          {tenant.secret === "stored" ? `kept in ${shortPlaceName(storage)}` : words[tenant.secret]}
        </span>
      </button>
    </li>
  );
}

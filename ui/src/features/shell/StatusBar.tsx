// The line at the foot of the window: environment, connection, requests, latency, and what the server says of itself.
import { KeyRound, Lock } from "lucide-react";

import type { Tenant } from "../../host/generated/Tenant";
import { classes } from "../../kit/classes";
import { Dot } from "../../kit/Dot";
import { formatMs, formatNumber } from "../../kit/format";
import { useStorage } from "../../state/app";
import { useNavigate } from "../../state/navigation";
import type { Session } from "../../state/session";
import { environmentNames } from "../../state/session";
import { useTraffic } from "../../state/traffic";
import { connectionState } from "./connectionState";
import { DiscoveryCell } from "./DiscoveryCell";
import { RateCell } from "./RateCell";
import styles from "./StatusBar.module.css";

interface StatusBarProps {
  session: Session;
  version: string;
}

export function StatusBar({ session, version }: StatusBarProps) {
  return (
    <footer className={styles.bar} aria-label="Status" data-testid="status-bar" data-pane="">
      {session.kind === "none" ? (
        <span className={styles.cell}>No tenant open</span>
      ) : (
        <TenantCells session={session} tenant={session.tenant} />
      )}
      <StorageCell />
      <span className={styles.space} />
      {session.kind === "open" ? (
        <DiscoveryCell opened={session.opened} />
      ) : (
        <span className={styles.cell}>Scimscope {version}</span>
      )}
    </footer>
  );
}

interface TenantCellsProps {
  session: Exclude<Session, { kind: "none" }>;
  tenant: Tenant;
}

function TenantCells({ session, tenant }: TenantCellsProps) {
  const navigate = useNavigate();
  const traffic = useTraffic(tenant.id);
  const isProduction = tenant.environment === "production";
  const connection = connectionState(session.kind, traffic?.last);
  const connectionCell = (
    <>
      <Dot tone={connection.tone} />
      {connection.word}
    </>
  );
  return (
    <>
      <span className={classes(styles.cell, isProduction && styles.production)}>
        {isProduction ? <Lock size={12} aria-hidden="true" /> : <Dot tone="tenant" />}
        {tenant.environment === "sandbox" ? "Sandbox" : environmentNames[tenant.environment]}
      </span>
      {tenant.environment === "sandbox" ? (
        <span className={styles.cell}>{connectionCell}</span>
      ) : (
        <button
          type="button"
          className={styles.cell}
          onClick={() => navigate.open({ screen: "connection", tenantId: tenant.id })}
        >
          {connectionCell}
        </button>
      )}
      {traffic && (
        <button
          type="button"
          className={styles.cell}
          onClick={() => navigate.open({ screen: "history" })}
        >
          {formatNumber(traffic.total)} {traffic.total === 1 ? "request" : "requests"}
        </button>
      )}
      {traffic?.last && <LastCell id={traffic.last.id} ms={traffic.last.ms} />}
      <RateCell tenantId={tenant.id} />
    </>
  );
}

function LastCell({ id, ms }: { id: string; ms: number }) {
  const navigate = useNavigate();
  return (
    <button
      type="button"
      className={styles.cell}
      onClick={() => navigate.open({ screen: "history", exchangeId: id })}
    >
      last {formatMs(ms)}
    </button>
  );
}

function StorageCell() {
  const navigate = useNavigate();
  const storage = useStorage();
  if (storage.keychainAvailable) return null;
  return (
    <button
      type="button"
      className={classes(styles.cell, styles.doubt)}
      data-testid="secrets-cell"
      onClick={() => navigate.open({ screen: "secrets" })}
    >
      <KeyRound size={12} aria-hidden="true" />
      {storage.passphrase === "locked" ? "secrets locked" : "no keychain"}
    </button>
  );
}

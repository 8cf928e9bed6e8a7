// The line at the foot of the window: environment, connection, requests, latency, and what the server says of itself.
import { KeyRound, ShieldOff } from "lucide-react";

import type { Tenant } from "../../host/generated/Tenant";
import { classes } from "../../kit/classes";
import { Dot } from "../../kit/Dot";
import { formatMs, formatNumber } from "../../kit/format";
import { useStorage } from "../../state/app";
import { useNavigate } from "../../state/navigation";
import type { Session } from "../../state/session";
import { useTraffic } from "../../state/traffic";
import { GuardCell } from "../guard/GuardCell";
import { UNVERIFIED } from "../../kit/unverified";
import { connectionState } from "./connectionState";
import { DiscoveryCell } from "./DiscoveryCell";
import { RateCell } from "./RateCell";
import styles from "./StatusBar.module.css";
import { TokenCell } from "./TokenCell";

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
  const connection = connectionState(session.kind, traffic?.last);
  const connectionCell = (
    <>
      <Dot tone={connection.tone} />
      {connection.word}
    </>
  );
  return (
    <>
      {tenant.environment === "sandbox" ? (
        <span className={styles.cell}>
          <Dot tone="tenant" />
          Sandbox
        </span>
      ) : (
        <GuardCell
          tenant={tenant}
          isOpen={session.kind === "open"}
          className={styles.cell}
          solidClassName={styles.production}
        />
      )}
      <UnverifiedCell tenant={tenant} />
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
      {session.kind === "open" && <TokenCell tenant={tenant} />}
    </>
  );
}

/** Leads to where certificates are verified again. */
function UnverifiedCell({ tenant }: { tenant: Tenant }) {
  const navigate = useNavigate();
  if (tenant.transport?.unverified !== true) return null;
  return (
    <button
      type="button"
      className={classes(styles.cell, styles.unsafe)}
      data-testid="status-unverified"
      onClick={() => navigate.open({ screen: "connection", tenantId: tenant.id })}
    >
      <ShieldOff size={12} aria-hidden="true" />
      {UNVERIFIED}
    </button>
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

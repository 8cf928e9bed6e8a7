// A tenant while it is being opened, and when that failed.
import { useEffect, useState } from "react";

import type { CallError } from "../../host/call";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { ErrorCard } from "../../kit/ErrorCard";
import { UserText } from "../../kit/UserText";
import { useSeconds, useWaitPhase } from "../../kit/waiting";
import { WaitLine } from "../../kit/WaitLine";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { markReady } from "../../state/ready";
import { secretWords } from "../../state/signIn";
import styles from "./Connection.module.css";
import { SecretDialog } from "./SecretDialog";

interface TenantOpeningProps {
  tenant: Tenant;
  onCancel: () => void;
}

export function TenantOpening({ tenant, onCancel }: TenantOpeningProps) {
  const phase = useWaitPhase(true);
  const seconds = useSeconds(true);
  useHeader({ title: tenant.name });
  if (phase === "quiet" || phase === "idle") return <div aria-busy="true" />;
  return (
    <div className={styles.opening} aria-busy="true" data-testid="tenant-opening">
      <h2 className={styles.openingTitle}>
        Opening <UserText text={tenant.name} />
      </h2>
      <WaitLine
        sentence="Reading ServiceProviderConfig, ResourceTypes, Schemas"
        seconds={seconds}
        onCancel={onCancel}
      />
      {phase === "long" && (
        <p className={styles.reason}>
          <UserText text={tenant.host} /> has not answered yet. It is given {tenant.connectSeconds}{" "}
          s to connect and {tenant.totalSeconds} s for an answer.
        </p>
      )}
    </div>
  );
}

interface TenantFailedProps {
  tenant: Tenant;
  error: CallError;
  onTryAgain: () => void;
}

export function TenantFailed({ tenant, error, onTryAgain }: TenantFailedProps) {
  const navigate = useNavigate();
  const needsSecret = error.code === "secretNeeded";
  const [isAsking, setAsking] = useState(needsSecret);
  const isRefused = error.code === "unauthorized" && tenant.authentication !== "none";
  const what = secretWords[tenant.authentication];
  const isSandbox = tenant.environment === "sandbox";
  const takesToken = needsSecret || (isRefused && !isSandbox);
  const exchange = error.exchange;
  useHeader({ title: tenant.name, onReload: onTryAgain });
  useEffect(() => markReady("tenant-failed"), []);
  return (
    <>
      <ErrorCard
        error={error}
        actions={
          <>
            {takesToken ? (
              <Button kind="primary" onClick={() => setAsking(true)} data-testid="give-token">
                {needsSecret
                  ? `Give the ${what}`
                  : what === "token"
                    ? "Paste a new token"
                    : `Enter a new ${what}`}
              </Button>
            ) : (
              <Button kind="primary" onClick={onTryAgain}>
                Try again
              </Button>
            )}
            {!isSandbox && (
              <Button onClick={() => navigate.open({ screen: "connection", tenantId: tenant.id })}>
                Edit connection
              </Button>
            )}
            {exchange !== undefined && (
              <Button onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}>
                Show request
              </Button>
            )}
          </>
        }
      />
      {takesToken && (
        <SecretDialog
          tenant={tenant}
          open={isAsking}
          onClose={() => setAsking(false)}
          onGiven={onTryAgain}
        />
      )}
    </>
  );
}

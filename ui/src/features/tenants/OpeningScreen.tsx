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
import { mainAsked, mainSecretOf, waitedFor } from "../../state/signIn";
import { PauseLine } from "../pacing/PauseLine";
import { usePause } from "../pacing/usePause";
import styles from "./Connection.module.css";
import { SecretDialog } from "./SecretDialog";
import { SignInAgain } from "../signin/SignInAgain";

interface TenantOpeningProps {
  tenant: Tenant;
  onCancel: () => void;
}

export function TenantOpening({ tenant, onCancel }: TenantOpeningProps) {
  const phase = useWaitPhase(true);
  const seconds = useSeconds(true);
  const pause = usePause(tenant.id);
  useHeader({ title: tenant.name });
  if (!pause && (phase === "quiet" || phase === "idle")) return <div aria-busy="true" />;
  return (
    <div className={styles.opening} aria-busy="true" data-testid="tenant-opening">
      <h2 className={styles.openingTitle}>
        Opening <UserText text={tenant.name} />
      </h2>
      {pause ? (
        <PauseLine tenantId={tenant.id} pause={pause} onCancel={onCancel} />
      ) : (
        <WaitLine
          sentence="Reading ServiceProviderConfig, ResourceTypes, Schemas"
          seconds={seconds}
          onCancel={onCancel}
        />
      )}
      {phase === "long" && !pause && (
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

/** What can be done first about a failure: it depends on why, and on how one signs in. */
function remedyOf(
  error: CallError,
  tenant: Tenant,
): "tryAgain" | "secret" | "newSecret" | "signIn" | "edit" {
  if (error.code === "secretNeeded") return "secret";
  if (error.code === "signInNeeded") return "signIn";
  if (tenant.environment === "sandbox") return "tryAgain";
  if (error.code === "noToken") return "edit";
  if (error.code !== "unauthorized") return "tryAgain";
  const main = mainSecretOf(tenant);
  const isSent = main === "token" || main === "password" || main === "apiKey";
  return isSent ? "newSecret" : "edit";
}

/** "Give the client secret", "Paste a new token". */
function secretWish(remedy: "secret" | "newSecret", tenant: Tenant): string {
  const waited = waitedFor(tenant);
  if (waited.length > 1) return "Give the secrets";
  const { word } = waited[0] ?? mainAsked(tenant);
  if (remedy === "secret") return `Give the ${word}`;
  return word === "token" ? "Paste a new token" : `Enter a new ${word}`;
}

export function TenantFailed({ tenant, error, onTryAgain }: TenantFailedProps) {
  const navigate = useNavigate();
  const remedy = remedyOf(error, tenant);
  const [isAsking, setAsking] = useState(remedy === "secret");
  const takesSecret = remedy === "secret" || remedy === "newSecret";
  const isSandbox = tenant.environment === "sandbox";
  const exchange = error.exchange;
  useHeader({ title: tenant.name, onReload: onTryAgain });
  useEffect(() => markReady("tenant-failed"), []);
  const edit = () => navigate.open({ screen: "connection", tenantId: tenant.id });
  return (
    <>
      <ErrorCard
        error={error}
        actions={
          <>
            {takesSecret && (
              <Button kind="primary" onClick={() => setAsking(true)} data-testid="give-token">
                {secretWish(remedy, tenant)}
              </Button>
            )}
            {remedy === "signIn" && <SignInAgain tenant={tenant} onDone={onTryAgain} />}
            {remedy === "edit" && (
              <Button kind="primary" onClick={edit}>
                Edit connection
              </Button>
            )}
            {(remedy === "tryAgain" || remedy === "edit") && (
              <Button kind={remedy === "edit" ? "plain" : "primary"} onClick={onTryAgain}>
                Try again
              </Button>
            )}
            {!isSandbox && remedy !== "edit" && <Button onClick={edit}>Edit connection</Button>}
            {exchange !== undefined && (
              <Button onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}>
                Show request
              </Button>
            )}
          </>
        }
      />
      {takesSecret && (
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

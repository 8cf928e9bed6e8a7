// Signing in with the browser, from the form: before the tenant is saved, or as it is saved.
import { AppWindow, LogOut } from "lucide-react";

import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { FieldMessage, FieldRow } from "../../kit/Field";
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { useStorage } from "../../state/app";
import { BrowserWaiting } from "../signin/BrowserWaiting";
import type { SectionProps } from "./ConnectionForm";
import { faultAt } from "./faults";
import { keptWhere } from "./secretWords";
import styles from "../signin/signIn.module.css";
import { TokenFactsPanel, useTokenActions } from "./TokenPanel";

/** That one is signed in for the next run too, and the way out of it. */
function KeptSignIn({ tenant }: { tenant: Tenant }) {
  const storage = useStorage();
  const { busy, error, signOut } = useTokenActions(tenant);
  const kept = keptWhere(tenant.secrets?.find((it) => it.name === "refreshToken")?.state, storage);
  if (kept === undefined) return null;
  return (
    <>
      <Button
        kind="ghost"
        icon={<LogOut size={14} aria-hidden="true" />}
        busy={busy !== undefined}
        disabled={busy !== undefined}
        onClick={signOut}
      >
        Sign out
      </Button>
      <span className={styles.help}>A refresh token is kept {kept.replace(/^kept /, "")}.</span>
      {error && <FieldMessage error={`${error.title}. ${error.detail}`} />}
    </>
  );
}

interface BrowserSignInRowProps extends SectionProps {
  /** Names what is wrong with the sign-in, for the choice of it above. */
  faultId: string;
}

export function BrowserSignInRow(props: BrowserSignInRowProps) {
  const { run } = props.browser;
  const { start, cancel, wireKey } = props.browser;
  const isOld = "key" in run && run.key !== wireKey;
  const failed = run.kind === "failed" && !isOld ? run.error : undefined;
  const fault = failed ? undefined : faultAt(props, "authentication");
  if (run.kind === "waiting") {
    return (
      <FieldRow label="Browser">
        <BrowserWaiting waiting={run.waiting} onAgain={start} onCancel={cancel} />
      </FieldRow>
    );
  }
  return (
    <FieldRow label="Browser">
      <div className={styles.addLine}>
        <Button
          icon={<AppWindow size={14} aria-hidden="true" />}
          onClick={start}
          aria-describedby={fault === undefined ? undefined : props.faultId}
          data-testid="sign-in-browser"
        >
          Sign in with the browser
        </Button>
        {props.tenant && <KeptSignIn tenant={props.tenant} />}
      </div>
      {fault !== undefined && <FieldMessage id={props.faultId} error={fault} />}
      {run.kind === "done" && isOld && (
        <p className={styles.help} role="status">
          The settings have changed since you signed in. Sign in again for these.
        </p>
      )}
      {run.kind === "done" && !isOld && (
        <div className={styles.outcome}>
          <Note role="status" tone="ok" title="Signed in" testId="signed-in">
            {run.target.kind === "draft" && <TokenFactsPanel token={run.token} />}
          </Note>
        </div>
      )}
      {failed && (
        <div className={styles.outcome}>
          <Note
            role="alert"
            tone="danger"
            testId="sign-in-failed"
            title={<UserText text={failed.title} />}
          >
            <p>
              <UserText text={failed.detail} />
            </p>
            {failed.said !== undefined && failed.said !== "" && (
              <p className="mono">
                <UserText lines text={failed.said} className={styles.said} />
              </p>
            )}
            <ul className={styles.hints}>
              {failed.hints.map((hint) => (
                <li key={hint}>
                  <UserText text={hint} />
                </li>
              ))}
            </ul>
          </Note>
        </div>
      )}
    </FieldRow>
  );
}

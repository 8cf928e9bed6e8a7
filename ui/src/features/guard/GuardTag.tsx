// The tenant's environment and guard in the header: what may be written, for how long, and the button that changes it.
import { Lock, LockOpen } from "lucide-react";

import type { Environment } from "../../host/generated/Environment";
import type { GuardState } from "../../host/generated/GuardState";
import { classes } from "../../kit/classes";
import { useGuard } from "../../state/guard";
import { useRun } from "../../state/query";
import type { Session } from "../../state/session";
import { environmentNames } from "../../state/session";
import { askGuard } from "./asked";
import { Countdown, UnlockedWords } from "./Countdown";
import styles from "./guard.module.css";
import { modeStates } from "./guardWords";
import { lockTenant } from "./useGuardCommand";

export function GuardTag({ session }: { session: Exclude<Session, { kind: "none" }> }) {
  const { tenant } = session;
  const guard = useGuard(tenant.id);
  const run = useRun();
  const mode = guard?.mode ?? tenant.guard;
  const isReadOnly = mode === "readOnly";
  const isProduction = tenant.environment === "production";
  const Icon = isReadOnly && !guard?.unlocked ? Lock : LockOpen;
  const toggle = () => {
    if (guard?.unlocked) void lockTenant(run, tenant.id);
    else askGuard();
  };
  return (
    <div
      role="group"
      aria-label="Write guard"
      data-testid="guard-tag"
      className={classes(styles.tag, isProduction && styles.solid)}
    >
      {(isReadOnly || isProduction) && <Icon size={14} aria-hidden="true" />}
      {environmentNames[tenant.environment]}
      <TagState guard={guard} words={tagWords(tenant.environment, mode)} />
      {/* One button for both: the focus stays on it. */}
      {isReadOnly && session.kind === "open" && (
        <button
          type="button"
          className={styles.tagButton}
          data-testid="guard-toggle"
          aria-keyshortcuts="Control+Shift+L"
          onClick={toggle}
        >
          {guard?.unlocked ? "Lock now" : "Unlock"}
        </button>
      )}
    </div>
  );
}

function TagState({ guard, words }: { guard: GuardState | undefined; words: string | undefined }) {
  if (guard?.unlocked) {
    const { until } = guard.unlocked;
    return (
      <>
        <span className={styles.sub}>
          writes on, locks in <Countdown until={until} />
        </span>
        <UnlockedWords until={until} />
      </>
    );
  }
  return words === undefined ? null : <span className={styles.sub}>{words}</span>;
}

/** What is usual for its kind is not worth a word, but production always says it. */
function tagWords(environment: Environment, mode: GuardState["mode"]): string | undefined {
  return environment === "production" || mode === "readOnly" ? modeStates[mode] : undefined;
}

// How writes to a tenant are guarded, as a row of its form: part of a new tenant's draft, and of a saved one changed by
// itself, so that saving anything else never makes it looser.
import { useState } from "react";

import type { Environment } from "../../host/generated/Environment";
import type { GuardMode } from "../../host/generated/GuardMode";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { FieldMessage, FieldRow } from "../../kit/Field";
import { Segmented } from "../../kit/Segmented";
import { useGuard } from "../../state/guard";
import styles from "./guard.module.css";
import { GuardChangeDialog } from "./GuardChangeDialog";
import { GuardLogDialog } from "./GuardLog";
import {
  guardModes,
  guardOfNew,
  isLooser,
  modeMeanings,
  modeNames,
  usualGuards,
} from "./guardWords";
import { useGuardCommand } from "./useGuardCommand";

interface NewGuardRowProps {
  environment: Environment;
  chosen: GuardMode | undefined;
  onChoose: (mode: GuardMode) => void;
  /** What the backend says against it. */
  error: string | undefined;
}

export function NewGuardRow({ environment, chosen, onChoose, error }: NewGuardRowProps) {
  const usual = usualGuards[environment];
  const mode = guardOfNew(chosen, environment);
  const offered = guardModes.filter((it) => !isLooser(it, usual));
  return (
    <FieldRow label="Writes">
      {offered.length > 1 ? (
        <Segmented
          label="Writes"
          testId="field-guard"
          value={mode}
          segments={offered.map((value) => ({ value, label: modeNames[value] }))}
          onChange={onChoose}
        />
      ) : (
        <p className={styles.mode} data-testid="field-guard">
          {modeNames[mode]}
        </p>
      )}
      <p className={styles.meaning}>
        {modeMeanings[mode]}
        {usual !== "free" && " It can be made looser once the tenant is saved, with a reason."}
      </p>
      {error !== undefined && <FieldMessage error={error} />}
    </FieldRow>
  );
}

interface SavedGuardRowProps {
  tenant: Tenant;
  /** What the form has now. */
  environment: Environment;
  error: string | undefined;
}

export function SavedGuardRow({ tenant, environment, error }: SavedGuardRowProps) {
  const mode = useGuard(tenant.id)?.mode ?? tenant.guard;
  const [opened, setOpened] = useState<"change" | "log">();
  const tightening = useGuardCommand();
  const said = error ?? tightening.error?.detail;
  const isMoved = environment === "production" && tenant.environment !== "production";
  const close = () => setOpened(undefined);
  const tighten = () =>
    tightening.start((run) =>
      run("guard_set", { tenantId: tenant.id, mode: "readOnly", reason: "" }),
    );
  return (
    <FieldRow label="Writes">
      <div role="group" aria-label="Writes" className={styles.row} data-testid="guard-row">
        <span className={styles.mode} data-testid="field-guard">
          {modeNames[mode]}
        </span>
        {mode !== "readOnly" && (
          <Button small busy={tightening.busy} onClick={tighten} data-testid="guard-tighten">
            Make it read-only
          </Button>
        )}
        <Button small onClick={() => setOpened("change")} data-testid="guard-change">
          Change…
        </Button>
        <Button small kind="ghost" onClick={() => setOpened("log")} data-testid="guard-show-log">
          Show the log
        </Button>
      </div>
      <p className={styles.meaning}>
        {modeMeanings[mode]}
        {isMoved && mode !== "readOnly" && " Saving it as production makes it read-only."}
      </p>
      {said !== undefined && <FieldMessage error={said} />}
      {opened === "change" && <GuardChangeDialog tenant={tenant} mode={mode} onClose={close} />}
      <GuardLogDialog tenant={tenant} open={opened === "log"} onClose={close} />
    </FieldRow>
  );
}

// The connection of a tenant, or of a new one: the form at the left, its test at the right.
import { Unplug } from "lucide-react";
import { useState } from "react";

import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { SplitPane } from "../../kit/SplitPane";
import { useStorage, useTenant } from "../../state/app";
import { useHeader } from "../../state/header";
import { keepLeft } from "../../state/left";
import { useNavigate } from "../../state/navigation";
import { focusContent, useContentFocus } from "../../state/panes";
import { useShortcuts } from "../../state/shortcuts";
import { SecretsPane } from "../storage/SecretsPane";
import { useCommand } from "./CommandField";
import styles from "./Connection.module.css";
import { ConnectionForm } from "./ConnectionForm";
import type { ConnectionInput } from "./connectionInput";
import { draftOf, faultsOf, inputOf, isSame } from "./connectionInput";
import { ConnectionTestPane } from "./ConnectionTestPane";
import { placed } from "./faultPlaces";
import { keptForm } from "./keptForm";
import { dropRun } from "./testRuns";
import { dropUnsaved, keepUnsaved, useUnsaved } from "./unsaved";
import { faultOfTest, useConnectionTest } from "./useConnectionTest";
import { useFaultFocus } from "./useFaultFocus";
import { useFormSignIn } from "./useFormSignIn";
import { useSave } from "./useSave";

interface ConnectionScreenProps {
  tenantId: string | undefined;
  /** What is shown beside the form. */
  beside: "test" | "secrets";
}

export function ConnectionScreen({ tenantId, beside }: ConnectionScreenProps) {
  const tenant = useTenant(tenantId);
  const navigate = useNavigate();
  useHeader({
    title: "Connection",
    parents: [{ title: tenant?.name ?? (tenantId === undefined ? "New tenant" : "Tenant") }],
  });
  if (tenantId !== undefined && (!tenant || tenant.environment === "sandbox")) {
    return (
      <EmptyState
        icon={<Unplug size={16} aria-hidden="true" />}
        title="There is no such connection"
        why="It may have been forgotten in another window."
        actions={
          <Button kind="primary" onClick={() => navigate.leaveTenant({ screen: "start" })}>
            Welcome
          </Button>
        }
      />
    );
  }
  return <Connection key={tenant?.id ?? ""} tenant={tenant} beside={beside} />;
}

interface ConnectionProps {
  tenant: Tenant | undefined;
  beside: "test" | "secrets";
}

function Connection({ tenant, beside }: ConnectionProps) {
  const navigate = useNavigate();
  const storage = useStorage();
  const saved = inputOf(tenant);
  const input = useUnsaved(tenant?.id) ?? saved;
  const [isTried, setTried] = useState(false);
  const [stopped, setStopped] = useState(0);
  const saving = useSave();
  const { command, fault: commandFault } = useCommand(input);
  const draft = draftOf(input, tenant, storage.keychainAvailable, command);
  const faults = {
    ...faultsOf(input),
    ...(commandFault === undefined ? {} : { command: commandFault }),
  };
  const isComplete = Object.keys(faults).length === 0;
  const test = useConnectionTest(tenant?.id, draft, isComplete);
  const isDirty = !isSame(input, saved);
  /** Shows what is lacking, and says whether nothing is. */
  const attempt = () => {
    setTried(true);
    if (!isComplete) setStopped(stopped + 1);
    return isComplete;
  };
  const browser = useFormSignIn({ tenant, draft, isDirty, mayStart: attempt });
  useFaultFocus(stopped, saving.error);
  const save = (thenOpen: boolean) => {
    if (attempt() && !saving.busy) saving.save({ draft, thenOpen, done: forget });
  };
  const forget = () => {
    dropUnsaved(tenant?.id);
    dropRun(tenant?.id);
    browser.cancel();
    setTried(false);
  };
  const edit = (next: ConnectionInput) => {
    if (isSame(next, saved)) {
      dropUnsaved(tenant?.id);
    } else {
      keepUnsaved(tenant?.id, next);
      keepLeft(tenant?.id, "form", keptForm(next, tenant));
    }
    saving.forgetError();
  };
  const runTest = () => {
    if (attempt()) test.start(draft);
  };
  const takeOver = (baseUrl: string) => {
    const next = { ...input, baseUrl };
    edit(next);
    test.start(draftOf(next, tenant, storage.keychainAvailable, command));
  };
  useContentFocus(tenant === undefined);
  useShortcuts("screen", { "form.saveAndOpen": () => save(true) });
  return (
    <div className={styles.screen}>
      <SplitPane
        name="connection"
        standard={500}
        min={360}
        max={640}
        sideLabel={beside === "secrets" ? "Where should secrets live?" : "Connection test"}
        sideClassName={styles.side}
        main={
          <ConnectionForm
            tenant={tenant}
            input={input}
            onChange={edit}
            faults={isTried ? faults : {}}
            fieldFault={placed(
              saving.error?.field
                ? { field: saving.error.field, message: saving.error.detail }
                : (browser.fault ?? faultOfTest(test.run, draft)),
              input,
            )}
            browser={browser}
            error={saving.error}
            isDirty={isDirty}
            busy={saving.busy}
            onSave={save}
            onDiscard={forget}
          />
        }
        side={
          beside === "secrets" ? (
            <SecretsPane
              onClose={() => {
                navigate.replace({ screen: "connection", tenantId: tenant?.id });
                focusContent();
              }}
            />
          ) : (
            <ConnectionTestPane
              run={test.run}
              isOld={test.isOld}
              onTest={runTest}
              onCancel={test.cancel}
              onBaseUrl={takeOver}
              onExchange={(exchangeId) => navigate.open({ screen: "history", exchangeId })}
            />
          )
        }
      />
    </div>
  );
}

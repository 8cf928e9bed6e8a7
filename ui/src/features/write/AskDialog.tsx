// Asks before something is sent: which tenant, what changes, what guards it, the request itself. Enter sends, Esc does not.
import { Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import type { Tenant } from "../../host/generated/Tenant";
import type { WritePlan } from "../../host/generated/WritePlan";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Disclosure } from "../../kit/Disclosure";
import { UserText } from "../../kit/UserText";
import { TenantStrip } from "../guard/TenantStrip";
import type { WriteJob, WriteStage } from "./desk";
import { close, prepare, send, turnInto } from "./engine";
import { LostList, Notes, PlanChanges, SkippedList } from "./PlanParts";
import { RequestsShown } from "./RequestsShown";
import { SaveFirst } from "./SaveFirst";
import { SendingLine, StopButton } from "./SendingLine";
import { TypeName } from "./TypeName";
import { useKeyGate } from "./useKeyGate";
import { guardWords, sendWord } from "./words";
import styles from "./write.module.css";

interface AskDialogProps {
  tenant: Tenant;
  job: WriteJob;
  plan: WritePlan;
  /** It was answered, and is on its way. */
  sending?: Extract<WriteStage, { kind: "sending" }> | undefined;
}

export function AskDialog({ tenant, job, plan, sending }: AskDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [typed, setTyped] = useState("");
  const isReady = useKeyGate();
  const isOver = useIsOver(plan.validSeconds);
  const name = plan.confirming.kind === "typeName" ? plan.confirming.name : undefined;
  const isTyped = name === undefined || typed.trim() === name;
  const isDeleting = plan.kind === "delete";
  const confirm = () => {
    if (isOver) prepare(job);
    else if (isTyped) send(plan, name === undefined ? undefined : typed.trim());
  };
  return (
    <Dialog
      open
      alert
      onClose={close}
      initialFocus={name === undefined ? button : field}
      testId="write-ask"
      strip={<TenantStrip tenant={tenant} unlocked={plan.guard.unlocked !== undefined} />}
      title={<UserText text={plan.question} />}
      footer={
        sending ? (
          <div className={styles.foot}>
            <SendingLine stage={sending} />
            <StopButton stage={sending} />
          </div>
        ) : (
          <div
            className={styles.foot}
            data-ready={isReady || undefined}
            data-testid="write-answers"
          >
            {isDeleting && plan.canDisable ? (
              <Button onClick={() => disableInstead(job)} data-testid="write-disable-instead">
                Disable instead
              </Button>
            ) : (
              <span className={styles.keeps}>Changes keeps an undo.</span>
            )}
            <span className={styles.push} />
            <Button keys="Esc" onClick={close} data-testid="write-cancel">
              Cancel
            </Button>
            <Button
              ref={button}
              kind={isDeleting && !isOver ? "solidDanger" : "primary"}
              keys="Enter"
              icon={isDeleting && !isOver && <Trash2 size={14} aria-hidden="true" />}
              disabled={!isOver && !isTyped}
              onClick={confirm}
              data-testid="write-confirm"
            >
              {isOver ? "Work it out again" : sendWord(plan)}
            </Button>
          </div>
        )
      }
    >
      <PlanChanges plan={plan} />
      <SkippedList skipped={plan.skipped} />
      <LostList targets={plan.targets} />
      <p className={styles.guards} data-testid="write-guard">
        {guardWords(plan)}
      </p>
      <Notes notes={plan.notes} />
      <Disclosure label={plan.targets.length > 1 ? "Show the requests" : "Show the request"}>
        <RequestsShown requests={plan.targets.map(({ request }) => request)} />
      </Disclosure>
      {isDeleting && plan.plan !== undefined && !isOver && (
        <SaveFirst tenantId={job.tenantId} plan={plan.plan} count={plan.targets.length} />
      )}
      {name !== undefined && !sending && (
        <TypeName ref={field} name={name} typed={typed} onTyped={setTyped} onEnter={confirm} />
      )}
      {isOver && !sending && (
        <p role="alert" data-testid="write-over">
          This was worked out a while ago, and the server may have something else by now.
        </p>
      )}
    </Dialog>
  );
}

/** The same resources, disabled: that can be undone. */
function disableInstead(job: WriteJob): void {
  if (job.intent.kind !== "delete") return;
  const { resourceType, ids } = job.intent;
  turnInto(job, { kind: "setActive", resourceType, ids, active: false });
}

function useIsOver(seconds: number): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), seconds * 1000);
    return () => clearTimeout(timer);
  }, [seconds]);
  return isOver;
}

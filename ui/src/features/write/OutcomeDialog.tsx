// What came of a write to one resource, where that has to be read: it stays until somebody closes it.
import type { Tenant } from "../../host/generated/Tenant";
import type { WritePlan } from "../../host/generated/WritePlan";
import type { WriteResult } from "../../host/generated/WriteResult";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { UserText } from "../../kit/UserText";
import { TenantStrip } from "../guard/TenantStrip";
import type { WriteJob } from "./desk";
import { close, mergeFirst, prepare, turnInto } from "./engine";
import { exchangeOf, OutcomeBody } from "./OutcomeBody";
import { outcomeTitles, toldWords } from "./words";
import styles from "./write.module.css";

interface OutcomeDialogProps {
  tenant: Tenant;
  job: WriteJob;
  plan: WritePlan;
  result: WriteResult;
}

export function OutcomeDialog({ tenant, job, plan, result }: OutcomeDialogProps) {
  const { outcome } = result;
  const exchange = exchangeOf(result);
  return (
    <Dialog
      open
      alert
      wide={outcome.kind === "differs"}
      onClose={close}
      testId={`write-outcome-${outcome.kind}`}
      strip={<TenantStrip tenant={tenant} unlocked={plan.guard.unlocked !== undefined} />}
      title={outcomeTitles[outcome.kind]}
      footer={
        <>
          {exchange !== undefined && (
            <Button
              onClick={() => {
                close();
                job.navigate.open({ screen: "history", exchangeId: exchange });
              }}
            >
              Show the request
            </Button>
          )}
          <UndoButton job={job} result={result} />
          <NextStep job={job} result={result} />
          <Button keys="Esc" onClick={close}>
            Close
          </Button>
        </>
      }
    >
      <p className={styles.about} data-testid="write-outcome">
        <UserText text={toldWords(result)} />
      </p>
      <OutcomeBody outcome={outcome} keepsDraft={job.intent.kind === "draft"} />
    </Dialog>
  );
}

function UndoButton({ job, result: { change, canUndo } }: { job: WriteJob; result: WriteResult }) {
  if (!canUndo || change === undefined) return null;
  return <Button onClick={() => turnInto(job, { kind: "undo", change })}>Undo…</Button>;
}

/** What makes sense now: bringing the versions together, or working out anew what would be sent. */
function NextStep({ job, result }: { job: WriteJob; result: WriteResult }) {
  const { outcome, resourceType } = result;
  switch (outcome.kind) {
    case "conflict": {
      const { draft } = outcome;
      return draft === undefined ? (
        <Button kind="primary" onClick={() => prepare(job)}>
          Work it out again
        </Button>
      ) : (
        <Button kind="primary" onClick={() => mergeFirst(job, draft, resourceType)}>
          Merge
        </Button>
      );
    }
    case "falseConflict":
    case "notSent":
      return (
        <Button kind="primary" onClick={() => prepare(job)}>
          Work it out again
        </Button>
      );
    default:
      return null;
  }
}

// What came of a write to several resources: how many of each, and a row for each of them.
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";

import type { Tenant } from "../../host/generated/Tenant";
import type { WritePlan } from "../../host/generated/WritePlan";
import type { WriteResult } from "../../host/generated/WriteResult";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Disclosure } from "../../kit/Disclosure";
import { Pager, usePage } from "../../kit/Pager";
import { UserText } from "../../kit/UserText";
import { TenantStrip } from "../guard/TenantStrip";
import type { WriteJob } from "./desk";
import { close, turnInto } from "./engine";
import { exchangeOf, OutcomeBody } from "./OutcomeBody";
import { countsInWords, outcomeNames, outcomeTones } from "./words";
import styles from "./write.module.css";

interface ResultsDialogProps {
  tenant: Tenant;
  job: WriteJob;
  plan: WritePlan;
  results: readonly WriteResult[];
}

const ICONS = { ok: CircleCheck, info: Info, warn: TriangleAlert, danger: CircleAlert };

export function ResultsDialog({ tenant, job, plan, results }: ResultsDialogProps) {
  // What needs reading is read first.
  const inOrder = results.toSorted((one, other) => weight(one) - weight(other));
  const page = usePage(inOrder);
  const allDone = results.every(({ outcome }) => outcome.kind === "done");
  const counts = countsInWords(results);
  return (
    <Dialog
      open
      alert
      wide
      onClose={close}
      testId="write-results"
      strip={<TenantStrip tenant={tenant} unlocked={plan.guard.unlocked !== undefined} />}
      title={allDone ? "All of it was done" : "Not all of it was done"}
      footer={
        <Button kind="primary" keys="Esc" onClick={close}>
          Close
        </Button>
      }
    >
      <p role={allDone ? "status" : "alert"} data-testid="write-counts">
        {counts}
      </p>
      <ul aria-label="What came of each" className={styles.results}>
        {page.shown.map((result, at) => (
          <li key={result.id ?? at} data-outcome={result.outcome.kind}>
            <ResultRow job={job} result={result} />
          </li>
        ))}
      </ul>
      <Pager page={page} what="resources" />
    </Dialog>
  );
}

const ORDER = ["danger", "warn", "info", "ok"] as const;

function weight({ outcome }: WriteResult): number {
  return ORDER.indexOf(outcomeTones[outcome.kind]);
}

function ResultRow({ job, result }: { job: WriteJob; result: WriteResult }) {
  const { outcome, title, change, canUndo } = result;
  const tone = outcomeTones[outcome.kind];
  const Icon = ICONS[tone];
  const exchange = exchangeOf(result);
  return (
    <div className={styles.result}>
      <span className={styles.mark} data-tone={tone}>
        <Icon size={14} aria-hidden="true" />
      </span>
      <div className={styles.resultBody}>
        <p className={styles.resultLine}>
          <UserText text={title} className={styles.targetName} />
          <span className={styles.outcome} data-tone={tone}>
            {outcomeNames[outcome.kind]}
          </span>
        </p>
        {outcome.kind !== "done" && (
          <Disclosure label="What happened">
            <OutcomeBody outcome={outcome} keepsDraft={false} />
          </Disclosure>
        )}
      </div>
      {canUndo && change !== undefined && (
        <Button
          small
          aria-label={`Undo ${title}`}
          onClick={() => turnInto(job, { kind: "undo", change })}
        >
          Undo…
        </Button>
      )}
      {exchange !== undefined && (
        <Button
          small
          kind="ghost"
          aria-label={`Show the request about ${title}`}
          onClick={() => {
            close();
            job.navigate.open({ screen: "history", exchangeId: exchange });
          }}
        >
          Request
        </Button>
      )}
    </div>
  );
}

// What a write shows at its stage: nothing while that is soon over, a question, its progress, what came of it.
import { useTenant } from "../../state/app";
import { UnlockDialog } from "../guard/UnlockDialog";
import { AskDialog } from "./AskDialog";
import { BlockedDialog } from "./BlockedDialog";
import type { Desk } from "./desk";
import { close, prepare } from "./engine";
import { FailedDialog } from "./FailedDialog";
import { OutcomeDialog } from "./OutcomeDialog";
import { PreparingDialog, SendingDialog } from "./ProgressDialog";
import { ResultsDialog } from "./ResultsDialog";

export function WriteDialog({ desk }: { desk: Desk }) {
  const { job, stage } = desk;
  const tenant = useTenant(job.tenantId);
  if (!tenant) return null;
  switch (stage.kind) {
    case "preparing":
      return <PreparingDialog tenant={tenant} job={job} />;
    case "failed":
      return <FailedDialog tenant={tenant} job={job} stage={stage} />;
    case "readOnly":
      return (
        <UnlockDialog tenant={tenant} onClose={close} onUnlocked={() => prepare(job)}>
          <p data-testid="write-nothing-sent">Nothing was sent: this tenant is read-only.</p>
        </UnlockDialog>
      );
    case "blocked":
      return <BlockedDialog tenant={tenant} plan={stage.plan} />;
    case "asking":
      return <AskDialog key={stage.plan.plan} tenant={tenant} job={job} plan={stage.plan} />;
    case "sending":
      return stage.wasAsked ? (
        <AskDialog
          key={stage.plan.plan}
          tenant={tenant}
          job={job}
          plan={stage.plan}
          sending={stage}
        />
      ) : (
        <SendingDialog tenant={tenant} stage={stage} />
      );
    case "told": {
      const { sent, plan } = stage;
      const [only, ...others] = sent.results;
      return only && others.length === 0 ? (
        <OutcomeDialog tenant={tenant} job={job} plan={plan} result={only} />
      ) : (
        <ResultsDialog tenant={tenant} job={job} plan={plan} results={sent.results} />
      );
    }
  }
}

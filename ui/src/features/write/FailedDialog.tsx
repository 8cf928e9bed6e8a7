// Says why a write could not be worked out, or could not be sent, and begins again where somebody wants that.
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { TenantStrip } from "../guard/TenantStrip";
import { SignInHere } from "../signin/SignInAgain";
import type { WriteJob, WriteStage } from "./desk";
import { close, prepare } from "./engine";

interface FailedDialogProps {
  tenant: Tenant;
  job: WriteJob;
  stage: Extract<WriteStage, { kind: "failed" }>;
}

export function FailedDialog({ tenant, job, stage }: FailedDialogProps) {
  const { error, wasSending } = stage;
  const again = () => prepare(job);
  const wasStopped = error.code === "cancelled";
  const { exchange } = error;
  return (
    <Dialog
      open
      alert
      onClose={close}
      testId="write-failed"
      strip={<TenantStrip tenant={tenant} />}
      title={title(wasStopped, wasSending)}
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
          <Button keys="Esc" onClick={close}>
            Close
          </Button>
        </>
      }
    >
      {wasStopped ? (
        <p role="alert">What was done before it was stopped stands in Changes.</p>
      ) : (
        <ErrorCard
          error={error}
          onRetry={error.code === "signInNeeded" || wasSending ? undefined : again}
          actions={
            error.code === "signInNeeded" ? (
              <SignInHere onDone={again} />
            ) : wasSending ? (
              <Button kind="primary" onClick={again}>
                Work it out again
              </Button>
            ) : undefined
          }
        />
      )}
      {!wasStopped && !wasSending && <p>Nothing was sent.</p>}
    </Dialog>
  );
}

function title(wasStopped: boolean, wasSending: boolean): string {
  if (wasStopped) return "It was stopped";
  return wasSending ? "It was not sent as it was asked" : "It is not known what would be sent";
}

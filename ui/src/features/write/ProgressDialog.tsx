// Says what a write is waiting for, once that takes so long that somebody wonders.
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { UserText } from "../../kit/UserText";
import { useSeconds, useWaitPhase } from "../../kit/waiting";
import { WaitLine } from "../../kit/WaitLine";
import { TenantStrip } from "../guard/TenantStrip";
import type { WriteJob, WriteStage } from "./desk";
import { close } from "./engine";
import { SendingLine, StopButton } from "./SendingLine";

interface PreparingDialogProps {
  tenant: Tenant;
  job: WriteJob;
}

export function PreparingDialog({ tenant, job }: PreparingDialogProps) {
  const phase = useWaitPhase(true);
  const seconds = useSeconds(true);
  if (phase !== "sentence" && phase !== "long") return null;
  return (
    <Dialog
      open
      alert
      onClose={close}
      testId="write-preparing"
      strip={<TenantStrip tenant={tenant} />}
      title="Working out what would be sent"
      footer={<Button onClick={close}>Cancel</Button>}
    >
      <WaitLine sentence={readingWords(job)} seconds={seconds} />
      <p>Only reads are sent for this. Nothing was changed yet.</p>
    </Dialog>
  );
}

function readingWords({ intent }: WriteJob): string {
  switch (intent.kind) {
    case "draft":
      return "Reading the resource again";
    case "membership":
      return "Reading the group again";
    case "undo":
      return "Reading what the change left behind";
    case "setActive":
    case "delete":
      return intent.ids.length === 1
        ? "Reading the resource again"
        : `Reading ${intent.ids.length} resources again`;
  }
}

interface SendingDialogProps {
  tenant: Tenant;
  stage: Extract<WriteStage, { kind: "sending" }>;
}

/** A write that nobody had to confirm. */
export function SendingDialog({ tenant, stage }: SendingDialogProps) {
  const phase = useWaitPhase(true);
  const isSoonOver = stage.plan.targets.length === 1 && phase !== "sentence" && phase !== "long";
  if (isSoonOver) return null;
  return (
    <Dialog
      open
      alert
      // Closing it would only hide that something is on its way.
      onClose={() => undefined}
      testId="write-sending"
      strip={<TenantStrip tenant={tenant} unlocked={stage.plan.guard.unlocked !== undefined} />}
      title={<UserText text={stage.plan.question.replace(/\?$/, "")} />}
      footer={<StopButton stage={stage} />}
    >
      <SendingLine stage={stage} />
    </Dialog>
  );
}

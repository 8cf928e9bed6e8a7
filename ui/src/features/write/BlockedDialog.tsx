// Says why nothing can be sent, in the words of whoever worked it out.
import type { Tenant } from "../../host/generated/Tenant";
import type { WriteBlocked } from "../../host/generated/WriteBlocked";
import type { WritePlan } from "../../host/generated/WritePlan";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { formatNumber } from "../../kit/format";
import { UserText } from "../../kit/UserText";
import { TenantStrip } from "../guard/TenantStrip";
import { close } from "./engine";
import { Notes, SkippedList } from "./PlanParts";

interface BlockedDialogProps {
  tenant: Tenant;
  plan: WritePlan;
}

export function BlockedDialog({ tenant, plan }: BlockedDialogProps) {
  const { title, words } = told(plan.blocked);
  return (
    <Dialog
      open
      alert
      onClose={close}
      testId="write-blocked"
      strip={<TenantStrip tenant={tenant} unlocked={plan.guard.unlocked !== undefined} />}
      title={title}
      footer={
        <Button kind="primary" keys="Esc" onClick={close}>
          Close
        </Button>
      }
    >
      <div role="alert">
        <UserText text={words} />
      </div>
      <p>Nothing was sent.</p>
      <SkippedList skipped={plan.skipped} />
      <Notes notes={plan.notes} />
    </Dialog>
  );
}

function told(blocked: WriteBlocked | undefined): { title: string; words: string } {
  switch (blocked?.kind) {
    case "nothingToDo":
      return { title: "There is nothing to send", words: blocked.words };
    case "invalid": {
      const { count } = blocked;
      const things = count === 1 ? "One thing does" : `${formatNumber(count)} things do`;
      return {
        title: "Something does not fit",
        words: `${things} not fit the schema. Put it right, or send it anyway from the menu of the form.`,
      };
    }
    case "refused":
      return { title: "This cannot be sent", words: blocked.words };
    default:
      return { title: "This cannot be sent", words: "No request could be made of it." };
  }
}

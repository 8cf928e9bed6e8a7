// What is asked before a draft is thrown away, and before one is sent that does not fit.
import { useRef } from "react";

import type { Draft } from "../../host/generated/Draft";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { UserText } from "../../kit/UserText";
import { Violations } from "./Violations";
import { counted } from "./words";

interface DiscardDialogProps {
  draft: Draft;
  onClose: () => void;
  onDiscard: () => void;
}

export function DiscardDialog({ draft, onClose, onDiscard }: DiscardDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      initialFocus={cancel}
      title={`Discard ${counted(draft.changes.length, "change")}?`}
      testId="discard-draft"
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Keep editing
          </Button>
          <Button kind="solidDanger" onClick={onDiscard} data-testid="discard-confirm">
            Discard
          </Button>
        </>
      }
    >
      <p>
        What you typed for <UserText text={draft.title} /> is thrown away. Nothing was sent, and the
        server is as it was.
      </p>
    </Dialog>
  );
}

interface AnywayDialogProps {
  draft: Draft;
  tenant: Tenant;
  onClose: () => void;
  onSend: () => void;
}

const MOST_LISTED = 5;

export function AnywayDialog({ draft, tenant, onClose, onSend }: AnywayDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const errors = draft.violations.filter(({ finding }) => finding.severity === "error");
  const isProduction = tenant.environment === "production";
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      initialFocus={cancel}
      title={`Send although ${counted(draft.blocking, "problem")} ${draft.blocking === 1 ? "is" : "are"} known?`}
      testId="send-anyway-dialog"
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Keep editing
          </Button>
          <Button kind="solidDanger" onClick={onSend} data-testid="send-anyway-confirm">
            {isProduction ? "Send it to production anyway" : "Send anyway"}
          </Button>
        </>
      }
    >
      <p>
        <UserText text={tenant.name} /> may refuse it, or take it and keep something else.
        {isProduction && " Real people depend on this server."}
      </p>
      <Violations violations={errors.slice(0, MOST_LISTED)} plain />
      {errors.length > MOST_LISTED && <p>and {errors.length - MOST_LISTED} more</p>}
    </Dialog>
  );
}

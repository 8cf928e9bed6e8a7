// Guards a saved tenant in another way: stricter at once, looser only with a reason.
import { ShieldCheck } from "lucide-react";
import { useRef, useState } from "react";

import type { GuardMode } from "../../host/generated/GuardMode";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { Note } from "../../kit/Note";
import { RadioList } from "../../kit/RadioList";
import { UserText } from "../../kit/UserText";
import styles from "./guard.module.css";
import { guardModes, isLooser, modeMeanings, modeNames } from "./guardWords";
import { ReasonField } from "./ReasonField";
import { TenantStrip } from "./TenantStrip";
import { useGuardCommand } from "./useGuardCommand";

interface GuardChangeDialogProps {
  tenant: Tenant;
  /** How it is guarded now. */
  mode: GuardMode;
  onClose: () => void;
}

const options = guardModes.map((value) => ({
  value,
  label: modeNames[value],
  meaning: modeMeanings[value],
}));

export function GuardChangeDialog({ tenant, mode, onClose }: GuardChangeDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState(mode);
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const { busy, error, start, forgetError } = useGuardCommand();
  const loosens = isLooser(chosen, mode);
  const change = () => {
    setTried(true);
    if (loosens && reason.trim() === "") {
      field.current?.focus();
      return;
    }
    const request = { tenantId: tenant.id, mode: chosen, reason: loosens ? reason : "" };
    start((run) => run("guard_set", request), onClose);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      testId="guard-change-dialog"
      strip={<TenantStrip tenant={tenant} />}
      icon={<ShieldCheck size={16} aria-hidden="true" />}
      title={
        <>
          How are writes to <UserText text={tenant.name} /> guarded?
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={loosens ? "solidDanger" : "primary"}
            busy={busy}
            disabled={chosen === mode}
            onClick={change}
            data-testid="guard-change-confirm"
          >
            {loosens ? "Make it looser" : "Make it stricter"}
          </Button>
        </>
      }
    >
      <RadioList
        label="Writes"
        testId="guard-mode"
        value={chosen}
        options={options}
        onChange={setChosen}
      />
      {loosens && (
        <form
          className={styles.looser}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            change();
          }}
        >
          <LooserNote tenant={tenant} chosen={chosen} />
          <ReasonField
            ref={field}
            reason={reason}
            onChange={(next) => {
              setReason(next);
              forgetError();
            }}
            isTried={isTried}
            error={error}
          />
        </form>
      )}
      {error && error.field !== "reason" && <ErrorCard error={error} />}
    </Dialog>
  );
}

function LooserNote({ tenant, chosen }: { tenant: Tenant; chosen: GuardMode }) {
  const isProduction = tenant.environment === "production";
  return (
    <Note tone={isProduction ? "danger" : "warn"} role="status">
      <p>
        {isProduction && "Real people depend on this server. "}
        {chosen === "free"
          ? "A write is then sent as soon as it is made, and nothing asks before. "
          : "A write is then sent as soon as somebody confirms it, without unlocking. "}
        This does not end by itself: it stays until somebody makes it stricter again.
      </p>
    </Note>
  );
}

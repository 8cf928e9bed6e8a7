// The form of a connection: what it is called, where it is, how one signs in, its limits, and what to do with it.
import { Trash2 } from "lucide-react";
import { useState } from "react";

import type { CallError } from "../../host/call";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { ErrorCard } from "../../kit/ErrorCard";
import { Tag } from "../../kit/Tag";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import styles from "./Connection.module.css";
import type { ConnectionInput, InputFaults } from "./connectionInput";
import { EndpointSection } from "./EndpointSection";
import { ExtrasSection } from "./ExtrasSection";
import { ForgetDialog } from "./ForgetDialog";
import { NetworkSection } from "./NetworkSection";
import { SignInSection } from "./SignInSection";
import { TenantSection } from "./TenantSection";
import { TokenSection } from "./TokenPanel";
import type { FormSignIn } from "./useFormSignIn";
import type { FieldFault } from "./useConnectionTest";

export interface SectionProps {
  tenant: Tenant | undefined;
  input: ConnectionInput;
  onChange: (input: ConnectionInput) => void;
  faults: InputFaults;
  /** What the test or the backend found at fault. */
  fieldFault: FieldFault | undefined;
  /** Signing in with the browser for what the form holds. */
  browser: FormSignIn;
}

interface ConnectionFormProps extends SectionProps {
  /** Why saving failed. */
  error: CallError | undefined;
  isDirty: boolean;
  busy: boolean;
  onSave: (thenOpen: boolean) => void;
  /** What was typed is given up. */
  onDiscard: () => void;
}

export function ConnectionForm(props: ConnectionFormProps) {
  const { tenant, input, onChange, faults, fieldFault, browser, error, isDirty, busy } = props;
  const section = { tenant, input, onChange, faults, fieldFault, browser };
  return (
    <form
      className={styles.form}
      aria-label="Connection"
      data-testid="tenant-form"
      data-scope="form"
      noValidate
      onSubmit={(event) => event.preventDefault()}
    >
      <div className={styles.bar}>
        <h2 className={styles.title}>Connection</h2>
        {isDirty && <Tag tone="warn">not saved</Tag>}
      </div>
      <div className={styles.fields}>
        <TenantSection {...section} />
        <EndpointSection {...section} />
        <SignInSection {...section} />
        <TokenSection tenant={tenant} />
        <ExtrasSection {...section} />
        <NetworkSection {...section} />
      </div>
      {error && error.field === undefined && (
        <div className={styles.saveFailed}>
          <ErrorCard error={error} />
        </div>
      )}
      <FormFoot tenant={tenant} busy={busy} onSave={props.onSave} onDiscard={props.onDiscard} />
    </form>
  );
}

interface FormFootProps {
  tenant: Tenant | undefined;
  busy: boolean;
  onSave: (thenOpen: boolean) => void;
  onDiscard: () => void;
}

function FormFoot({ tenant, busy, onSave, onDiscard }: FormFootProps) {
  const navigate = useNavigate();
  const { canGoBack } = useWhereabouts();
  const [isForgetting, setForgetting] = useState(false);
  const cancel = () => {
    onDiscard();
    if (canGoBack) navigate.back();
    else navigate.open({ screen: "start" });
  };
  return (
    <div className={styles.foot}>
      <Button onClick={cancel} data-testid="tenant-cancel">
        Cancel
      </Button>
      {tenant && (
        <Button
          kind="ghostDanger"
          icon={<Trash2 size={14} aria-hidden="true" />}
          aria-label="Forget this tenant"
          onClick={() => setForgetting(true)}
          data-testid="tenant-forget"
        >
          <span className={styles.words}>Forget this tenant</span>
        </Button>
      )}
      <span className={styles.space} />
      <Button busy={busy} onClick={() => onSave(false)} data-testid="tenant-save">
        Save
      </Button>
      <Button
        kind="primary"
        keys="Ctrl Enter"
        busy={busy}
        onClick={() => onSave(true)}
        data-testid="tenant-save-open"
      >
        Save and open
      </Button>
      {tenant && (
        <ForgetDialog tenant={tenant} open={isForgetting} onClose={() => setForgetting(false)} />
      )}
    </div>
  );
}

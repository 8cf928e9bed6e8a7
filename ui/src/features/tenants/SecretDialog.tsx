// Asks for a tenant's token or password for this run: kept in memory, gone when the app quits.
import { KeyRound } from "lucide-react";
import { useRef, useState } from "react";

import { asCallError } from "../../host/call";
import type { CallError } from "../../host/call";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Field } from "../../kit/Field";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { useRun } from "../../state/query";
import { noticeInToken } from "./pastedToken";
import { TokenNotice } from "./TokenNotice";

interface SecretDialogProps {
  tenant: Tenant;
  open: boolean;
  onClose: () => void;
  /** It was taken. */
  onGiven: () => void;
}

export function SecretDialog({ tenant, open, onClose, onGiven }: SecretDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [token, setToken] = useState("");
  const { busy, error, provide } = useProvide(tenant, () => {
    setToken("");
    onClose();
    onGiven();
  });
  const isBasic = tenant.authentication === "basic";
  const label = isBasic ? "Password" : "Token";
  const noticed = isBasic ? undefined : noticeInToken(token);
  const close = () => {
    setToken("");
    onClose();
  };
  const submit = () => {
    if (token !== "" && !busy) provide(token);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      initialFocus={field}
      testId="secret-dialog"
      icon={<KeyRound size={16} aria-hidden="true" />}
      title={
        <>
          {label} for <UserText text={tenant.name} />
        </>
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            kind="primary"
            keys="Enter"
            busy={busy}
            disabled={token === "" || busy}
            onClick={submit}
            data-testid="secret-provide"
          >
            Open
          </Button>
        </>
      }
    >
      <p>
        It is kept in memory until you quit, and sent only to{" "}
        <UserText text={tenant.host} className="mono" />
        {tenant.userName !== undefined && (
          <>
            {" "}
            with the user name <UserText text={tenant.userName} className="mono" />
          </>
        )}
        .
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label={label}
          error={error && `${error.title}. ${error.detail}`}
          warning={noticed && <TokenNotice noticed={noticed} onClean={setToken} />}
        >
          {(control) => (
            <TextInput
              {...control}
              ref={field}
              type="password"
              mono
              value={token}
              onChange={setToken}
              doubtful={noticed !== undefined}
              data-testid="secret-token"
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function useProvide(tenant: Tenant, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const run = useRun();
  const provide = (value: string) => {
    setBusy(true);
    setError(undefined);
    run("secret_provide", { tenantId: tenant.id, value })
      .then(onDone)
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, error, provide };
}

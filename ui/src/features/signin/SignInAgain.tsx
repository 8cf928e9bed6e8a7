// Where a tenant cannot be used without a person: a button that signs in with the browser, and goes on where one was.
import { AppWindow } from "lucide-react";
import { useRef, useState } from "react";

import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { UserText } from "../../kit/UserText";
import { useTenant } from "../../state/app";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import { BrowserWaiting } from "./BrowserWaiting";
import { useBrowserSignIn } from "./useBrowserSignIn";

interface SignInAgainProps {
  tenant: Tenant;
  /** One is signed in. */
  onDone: () => void;
  small?: boolean | undefined;
}

/** The same for the tenant that the window shows. */
export function SignInHere({ onDone }: { onDone: () => void }) {
  const { tenantId } = useWhereabouts();
  const tenant = useTenant(tenantId);
  return tenant ? <SignInAgain tenant={tenant} onDone={onDone} /> : null;
}

export function SignInAgain({ tenant, onDone, small }: SignInAgainProps) {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const cancel = useRef<HTMLDivElement>(null);
  const { run, ...browser } = useBrowserSignIn(() => {
    setOpen(false);
    onDone();
  });
  if (tenant.authentication !== "authorizationCode") {
    return (
      <Button
        kind="primary"
        small={small}
        onClick={() => navigate.open({ screen: "connection", tenantId: tenant.id })}
      >
        Edit connection
      </Button>
    );
  }
  const start = () => browser.start({ kind: "tenant", tenantId: tenant.id }, tenant.id);
  const close = () => {
    browser.cancel();
    setOpen(false);
  };
  return (
    <>
      <Button
        kind="primary"
        small={small}
        icon={<AppWindow size={14} aria-hidden="true" />}
        onClick={() => {
          setOpen(true);
          start();
        }}
        data-testid="sign-in-browser"
      >
        Sign in with the browser
      </Button>
      <Dialog
        open={open}
        onClose={close}
        initialFocus={cancel}
        testId="sign-in-dialog"
        icon={<AppWindow size={16} aria-hidden="true" />}
        title={
          <>
            Sign in to <UserText text={tenant.name} />
          </>
        }
        footer={
          run.kind === "failed" && (
            <>
              <Button onClick={close}>Close</Button>
              <Button kind="primary" onClick={start}>
                Sign in again
              </Button>
            </>
          )
        }
      >
        <div ref={cancel} tabIndex={-1}>
          {run.kind === "waiting" && (
            <BrowserWaiting waiting={run.waiting} onAgain={start} onCancel={close} />
          )}
          {run.kind === "failed" && <ErrorCard error={run.error} />}
        </div>
      </Dialog>
    </>
  );
}

// Says why a tenant that was unlocked is read-only again, until somebody has read it.
import { Lock, X } from "lucide-react";

import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { forgetEnd, useGuardEnd } from "../../state/guard";
import { askGuard } from "./asked";
import { endWords } from "./guardWords";

export function GuardNotice({ tenant, isOpen }: { tenant: Tenant; isOpen: boolean }) {
  const end = useGuardEnd(tenant.id);
  return (
    // The region is there before the words are, or they would not be heard.
    <div role="status">
      {end && (
        <Note
          wide
          tone="warn"
          testId="guard-notice"
          icon={<Lock size={16} aria-hidden="true" />}
          actions={
            <>
              {isOpen && (
                <Button small onClick={askGuard}>
                  Unlock…
                </Button>
              )}
              <IconButton
                small
                label="Dismiss"
                icon={<X size={14} aria-hidden="true" />}
                onClick={() => forgetEnd(tenant.id)}
              />
            </>
          }
        >
          <p>
            <strong>
              <UserText text={tenant.name} /> is read-only again.
            </strong>{" "}
            {endWords[end]}
          </p>
        </Note>
      )}
    </div>
  );
}

// Signing in with the browser for what the connection form holds: the saved tenant, or what is not saved yet.
import type { Tenant } from "../../host/generated/Tenant";
import type { TenantDraft } from "../../host/generated/TenantDraft";
import { wireKey } from "./connectionInput";
import type { BrowserRun } from "../signin/useBrowserSignIn";
import { useBrowserSignIn } from "../signin/useBrowserSignIn";
import type { FieldFault } from "./useConnectionTest";

interface Form {
  tenant: Tenant | undefined;
  draft: TenantDraft;
  isDirty: boolean;
  /** Shows what is lacking, and says whether nothing is. */
  mayStart: () => boolean;
}

export interface FormSignIn {
  run: BrowserRun;
  /** What stands for the form as it is now. */
  wireKey: string;
  start: () => void;
  cancel: () => void;
  /** The field that the last sign-in found at fault, until it is edited. */
  fault: FieldFault | undefined;
}

export function useFormSignIn({ tenant, draft, isDirty, mayStart }: Form): FormSignIn {
  const { run, start, cancel } = useBrowserSignIn();
  const key = wireKey(draft);
  return {
    run,
    wireKey: key,
    start: () => {
      if (!mayStart()) return;
      start(
        tenant && !isDirty ? { kind: "tenant", tenantId: tenant.id } : { kind: "draft", draft },
        key,
      );
    },
    cancel,
    fault: faultOf(run, key),
  };
}

function faultOf(run: BrowserRun, key: string): FieldFault | undefined {
  if (run.kind !== "failed" || run.key !== key) return undefined;
  const { field, detail } = run.error;
  return field === undefined ? undefined : { field, message: detail };
}

// Saving a connection: what it makes old, and where one goes then.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { asCallError } from "../../host/call";
import type { CallError } from "../../host/call";
import type { Tenant } from "../../host/generated/Tenant";
import type { TenantDraft } from "../../host/generated/TenantDraft";
import { useToast } from "../../kit/Toast";
import { writeTenant } from "../../state/app";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import { resetAnswersOf, useRun } from "../../state/query";
import { isLooser, modeNames } from "../guard/guardWords";

interface Saving {
  draft: TenantDraft;
  thenOpen: boolean;
  done: (saved: Tenant) => void;
}

export function useSave() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const client = useQueryClient();
  const run = useRun();
  const toast = useToast();
  const navigate = useNavigate();
  const { tenantId } = useWhereabouts();
  const save = async ({ draft, thenOpen, done }: Saving) => {
    const saved = await run("tenant_save", draft);
    writeTenant(client, saved);
    // What is known of the tenant was read with the old connection.
    resetAnswersOf(client, saved.id);
    done(saved);
    if (thenOpen) {
      navigate.enterTenant(saved.id, { screen: "start" });
      return;
    }
    const isStricter = draft.guard !== undefined && isLooser(draft.guard, saved.guard);
    toast({
      title: `${saved.name} is saved`,
      detail: isStricter
        ? `Writes: ${modeNames[saved.guard]}, as for another tenant of the same server.`
        : undefined,
    });
    if (draft.id === undefined || tenantId === undefined) {
      navigate.replace({ screen: "connection", tenantId: saved.id });
    }
  };
  return {
    busy,
    error,
    forgetError: () => setError(undefined),
    save: (what: Saving) => {
      setBusy(true);
      setError(undefined);
      save(what)
        .catch((reason: unknown) => setError(asCallError(reason)))
        .finally(() => setBusy(false));
    },
  };
}

// A tenant that was erased in another window: nothing of it stays here, and a window that shows it says so.
import { useEffect, useEffectEvent } from "react";

import { onAppEvent } from "../../host/call";
import type { AppEvent } from "../../host/generated/AppEvent";
import { useToast } from "../../kit/Toast";
import { useStarted } from "../../state/app";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import { dropRun } from "./testRuns";
import { dropUnsaved } from "./unsaved";

/** Listens while the window lives; the shell calls it once. */
export function useForgottenElsewhere(): void {
  const { window } = useStarted();
  const { tenantId, place } = useWhereabouts();
  const navigate = useNavigate();
  const toast = useToast();
  const hear = useEffectEvent((event: AppEvent) => {
    // Whoever did it here has been told already.
    if (event.kind !== "tenantForgotten" || event.window === window) return;
    dropUnsaved(event.tenantId);
    dropRun(event.tenantId);
    navigate.forgetTenant(event.tenantId);
    // Its form may be what is shown, with something typed into it.
    const shown = place.screen === "connection" ? place.tenantId : undefined;
    if (event.tenantId !== tenantId && event.tenantId !== shown) return;
    toast({
      title: `${event.name} is forgotten`,
      detail: "It was erased in another window. Nothing changed on the server.",
    });
  });
  useEffect(() => onAppEvent((event) => hear(event)), []);
}

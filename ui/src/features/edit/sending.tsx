// Sending a draft and throwing it away: what stops it, what is asked before, and where one is afterwards.
import { type ReactNode, useEffect, useRef, useState } from "react";

import type { WriteSent } from "../../host/generated/WriteSent";
import type { Violation } from "../../host/generated/Violation";
import { asCallError } from "../../host/call";
import { useToast } from "../../kit/Toast";
import { useTenant } from "../../state/app";
import { useNavigate } from "../../state/navigation";
import { useRun } from "../../state/query";
import { useShortcuts } from "../../state/shortcuts";
import { useStore } from "../../state/store";
import { useWrite } from "../write/useWrite";
import { AnywayDialog, DiscardDialog } from "./AskDialogs";
import type { DraftSession } from "./draftSession";

/** Why a draft cannot be sent as it is. */
export type Stop =
  | { kind: "violations"; count: number; first: Violation | undefined }
  | { kind: "outside"; paths: readonly string[] }
  | { kind: "text" }
  | { kind: "nothing" }
  | { kind: "refused" };

export interface Sending {
  stop: Stop | undefined;
  canSend: boolean;
  canSendAnyway: boolean;
  busy: boolean;
  send: () => void;
  askAnyway: () => void;
  askDiscard: () => void;
  /** What is asked and told; drawn once on the screen. */
  dialogs: ReactNode;
}

export function useSending(session: DraftSession): Sending {
  const draft = useStore(session.draft);
  const outside = useStore(session.outside);
  const tenant = useTenant(session.tenantId);
  const write = useWrite(session.tenantId);
  const navigate = useNavigate();
  const run = useRun();
  const toast = useToast();
  const [asked, setAsked] = useState<"anyway" | "discard">();
  const { resourceType, id } = draft;
  const isShown = useIsShown();

  const leave = (sentId: string | undefined) => {
    // The draft is no more: there is no way back to it.
    if (sentId === undefined) navigate.replace({ screen: "directory", resourceType });
    else navigate.replace({ screen: "resource", resourceType, id: sentId });
  };
  const onSent = ({ results }: WriteSent) => {
    const [result] = results;
    // Who is somewhere else by now stays there.
    if (isShown.current && result && GONE.has(result.outcome.kind)) leave(result.id ?? id);
  };
  const send = async (anyway: boolean) => {
    // What is typed goes first: what is sent is what stands on the screen.
    await session.flush();
    if (!anyway && stopOf(session.draft.read(), session.outside.read())) return;
    write.start(
      { kind: "draft", draft: session.id, anyway },
      {
        onSent,
        onConflict: (it) => navigate.open({ screen: "merge", resourceType, draft: it }),
      },
    );
  };
  const discard = async () => {
    setAsked(undefined);
    try {
      await session.flush();
      await run("draft_discard", { tenantId: session.tenantId, draft: session.id });
      leave(id ?? draft.clonedFrom);
    } catch (thrown) {
      const { title, detail } = asCallError(thrown);
      toast({ title, detail });
    }
  };

  const stop = stopOf(draft, outside);
  const canSend = stop === undefined && !write.busy;
  const canSendAnyway = stop?.kind === "violations" && draft.request !== undefined && !write.busy;
  useShortcuts("screen", { "edit.send": () => !write.busy && void send(false) });
  const close = () => setAsked(undefined);
  return {
    stop,
    canSend,
    canSendAnyway,
    busy: write.busy,
    send: () => void send(false),
    askAnyway: () => setAsked("anyway"),
    askDiscard: () => setAsked("discard"),
    dialogs: (
      <>
        {write.dialog}
        {asked === "anyway" && tenant && (
          <AnywayDialog
            draft={draft}
            tenant={tenant}
            onClose={close}
            onSend={() => {
              close();
              void send(true);
            }}
          />
        )}
        {asked === "discard" && (
          <DiscardDialog draft={draft} onClose={close} onDiscard={() => void discard()} />
        )}
      </>
    ),
  };
}

/** Whether the screen is still there, for what comes later. */
function useIsShown(): { readonly current: boolean } {
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return isShown;
}

/** What came of a write after which the draft is no more. */
const GONE = new Set(["done", "accepted", "notReadBack", "differs"]);

function stopOf(
  draft: ReturnType<DraftSession["draft"]["read"]>,
  outside: readonly string[],
): Stop | undefined {
  if (draft.textProblem) return { kind: "text" };
  if (outside.length > 0) return { kind: "outside", paths: outside };
  if (draft.refused !== undefined) return { kind: "refused" };
  if (draft.request === undefined) return { kind: "nothing" };
  if (draft.blocking === 0) return undefined;
  const first = draft.violations.find(({ finding }) => finding.severity === "error");
  return { kind: "violations", count: draft.blocking, first: first ?? draft.violations[0] };
}

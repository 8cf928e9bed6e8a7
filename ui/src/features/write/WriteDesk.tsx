// What a write asks and tells after the screen that began it is gone, and the key that undoes the last change; once in a
// window.
import type { ChangeEntry } from "../../host/generated/ChangeEntry";
import { asCallError, call } from "../../host/call";
import { useToast } from "../../kit/Toast";
import type { Session } from "../../state/session";
import { useShortcuts } from "../../state/shortcuts";
import { useStore } from "../../state/store";
import { desk } from "./desk";
import { useWrite } from "./useWrite";
import { WriteDialog } from "./WriteDialog";

export function WriteDesk({ session }: { session: Session }) {
  const now = useStore(desk);
  return (
    <>
      {session.kind === "open" && <UndoKey tenantId={session.tenant.id} />}
      {now && now.owner === undefined && <WriteDialog desk={now} />}
    </>
  );
}

/** How far back a change is looked for that was not undone yet. */
const LOOKED_BACK = 50;

function UndoKey({ tenantId }: { tenantId: string }) {
  const toast = useToast();
  const { start, dialog } = useWrite(tenantId);
  const undoLast = () => {
    call("changes_list", { tenantId, limit: LOOKED_BACK }).then(
      ({ changes }) => {
        const last = changes.find(isDone);
        if (!last) toast({ title: "There is nothing to undo" });
        else if (last.canUndo) start({ kind: "undo", change: last.change });
        else toast({ title: "The last change cannot be undone", detail: last.words });
      },
      (reason: unknown) => {
        const { title, detail } = asCallError(reason);
        toast({ title, detail });
      },
    );
  };
  useShortcuts("app", { "write.undo": undoLast });
  return dialog;
}

/** Whether it changed something that still stands: undoing an undo is left to the change log. */
function isDone({ outcome, undoes, undoneBy }: ChangeEntry): boolean {
  return outcome !== "refused" && undoes === undefined && undoneBy === undefined;
}

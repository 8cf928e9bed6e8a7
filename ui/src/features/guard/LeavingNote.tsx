// Says in the tenant switcher that leaving an unlocked tenant locks it, or that another window holds it open.
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { useGuard } from "../../state/guard";
import type { Session } from "../../state/session";
import { useOtherWindow } from "../../state/windows";

export function LeavingNote({ session }: { session: Session }) {
  const tenant = session.kind === "open" ? session.tenant : undefined;
  const guard = useGuard(tenant?.environment === "sandbox" ? undefined : tenant?.id);
  const elsewhere = useOtherWindow(guard?.unlocked?.window);
  if (!tenant || !guard?.unlocked) return null;
  return (
    <Note wide testId="leaving-locks">
      <p>
        Writes to <UserText text={tenant.name} /> are on
        {elsewhere === undefined
          ? ". Leaving it locks it again."
          : `, unlocked in ${elsewhere}; leaving it here does not lock it.`}
      </p>
    </Note>
  );
}

// Says in the tenant switcher that leaving an unlocked tenant locks it.
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { useGuard } from "../../state/guard";
import type { Session } from "../../state/session";

export function LeavingNote({ session }: { session: Session }) {
  const tenant = session.kind === "open" ? session.tenant : undefined;
  const guard = useGuard(tenant?.environment === "sandbox" ? undefined : tenant?.id);
  if (!tenant || !guard?.unlocked) return null;
  return (
    <Note wide testId="leaving-locks">
      <p>
        Writes to <UserText text={tenant.name} /> are on. Leaving it locks it again.
      </p>
    </Note>
  );
}

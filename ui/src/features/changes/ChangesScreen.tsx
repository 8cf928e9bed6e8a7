// What was written to a tenant from here, newest first, and how each of it can be undone.
import { useHeader } from "../../state/header";

interface ChangesScreenProps {
  tenantId: string;
}

export function ChangesScreen({ tenantId }: ChangesScreenProps) {
  useHeader({ title: "Changes" });
  return <div data-testid="changes-screen" data-tenant-id={tenantId} />;
}

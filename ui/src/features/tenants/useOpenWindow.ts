// Opens one more window, with a tenant or without.
import { asCallError, call } from "../../host/call";
import { useToast } from "../../kit/Toast";

/** Opens a window, or brings the one to the front that shows the tenant; says why where it cannot. */
export function useOpenWindow(): (tenantId?: string) => void {
  const toast = useToast();
  return (tenantId) => {
    call("window_open", tenantId === undefined ? {} : { tenantId }).catch((reason: unknown) => {
      const { title, detail } = asCallError(reason);
      toast({ title, detail });
    });
  };
}

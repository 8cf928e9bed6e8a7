// Connection forms that an earlier run left without saving them: taken up again, but for their secrets.
import { useEffect, useEffectEvent } from "react";

import { useTenants } from "../../state/app";
import { leftText, useLeft } from "../../state/left";
import { inputOf, isSame } from "./connectionInput";
import { formOf } from "./keptForm";
import { isUnsaved, keepUnsaved } from "./unsaved";

/** Whenever more is known of what was left; the shell calls it once. */
export function useKeptForms(): void {
  const left = useLeft();
  const tenants = useTenants();
  const takeUp = useEffectEvent(() => {
    for (const tenant of [undefined, ...tenants]) {
      if (isUnsaved(tenant?.id)) continue;
      const form = formOf(leftText(tenant?.id, "form"), tenant);
      if (form && !isSame(form, inputOf(tenant))) keepUnsaved(tenant?.id, form);
    }
  });
  useEffect(() => takeUp(), [left, tenants]);
}

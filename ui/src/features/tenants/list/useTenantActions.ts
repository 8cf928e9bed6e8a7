// What can be done with a tenant or a group of the list, and what is said of it.
import { useQueryClient } from "@tanstack/react-query";
import { useLayoutEffect, useRef, useState } from "react";

import { asCallError } from "../../../host/call";
import type { Tenant } from "../../../host/generated/Tenant";
import { useToast } from "../../../kit/Toast";
import { visibleText } from "../../../kit/visible";
import { isFocusFree } from "../../../state/panes";
import { keyOf, useRun } from "../../../state/query";
import { lackOf } from "../../../state/signIn";
import { groupMoved, groupsOf, moved } from "./arrangement";
import { rowOf } from "./rows";
import type { Asked } from "./TenantsScreen";
import { useArrange } from "./useArrange";

export interface TenantActions {
  /** What was done last, for those who do not see it. */
  said: string;
  move: (tenant: Tenant, step: 1 | -1) => void;
  moveGroup: (group: string, step: 1 | -1) => void;
  duplicate: (tenant: Tenant) => void;
  ask: (asked: Asked) => void;
}

export function useTenantActions(
  tenants: readonly Tenant[],
  ask: (asked: Asked) => void,
): TenantActions {
  const [said, setSaid] = useState("");
  const client = useQueryClient();
  const run = useRun();
  const toast = useToast();
  const arrange = useArrange();
  const keepFocus = useFocusOfMoved(tenants);
  const complain = (reason: unknown) => {
    const { title, detail } = asCallError(reason);
    toast({ title, detail });
  };
  return {
    said,
    ask,
    move: (tenant, step) => {
      const edge = `${visibleText(tenant.name)} is the ${step < 0 ? "first" : "last"} of its group.`;
      arrange((now) => {
        const next = moved(now, tenant.id, step);
        if (next) keepFocus(tenant.id);
        setSaid(next ? whereabouts(next, tenant) : edge);
        return next;
      }).catch(complain);
    },
    moveGroup: (group, step) => {
      const name = visibleText(group);
      const edge = `${name} is the ${step < 0 ? "first" : "last"} group.`;
      arrange((now) => {
        const next = groupMoved(now, group, step);
        setSaid(next ? `${name} moved ${step < 0 ? "up" : "down"}.` : edge);
        return next;
      }).catch(complain);
    },
    duplicate: (tenant) => {
      run("tenant_duplicate", { tenantId: tenant.id })
        .then(async (copy) => {
          await client.invalidateQueries({ queryKey: keyOf("tenant_list", {}) });
          toast({
            title: `${copy.name} is there`,
            detail: lackOf(copy)?.isMissing
              ? "It has everything but the secrets and the history. Give it its secrets in its connection."
              : "It has everything but the history.",
          });
        })
        .catch(complain);
    },
  };
}

/** What is moved in the document loses the focus: it is given back to the row that was moved. */
function useFocusOfMoved(tenants: readonly Tenant[]): (tenantId: string) => void {
  const moving = useRef<string>(undefined);
  useLayoutEffect(() => {
    const id = moving.current;
    moving.current = undefined;
    if (id === undefined || !isFocusFree()) return;
    rowOf(id)?.focus();
  }, [tenants]);
  return (tenantId) => {
    moving.current = tenantId;
  };
}

function whereabouts(tenants: readonly Tenant[], { id, name, group }: Tenant): string {
  const members = groupsOf(tenants).find((it) => it.name === group)?.tenants ?? [];
  const at = members.findIndex((it) => it.id === id) + 1;
  const where = group === "" ? "" : ` in ${visibleText(group)}`;
  return `${visibleText(name)}: ${at} of ${members.length}${where}.`;
}

// By which group a resource is in another one: that whose members hold one of its groups. Asked for when somebody wants it.
import { useEffect, useRef, useState } from "react";

import { asCallError, call, type CallError, isCancelled } from "../../host/call";
import type { GroupRow } from "./groupRows";

/** The backend gives this many at once. */
const MOST_GROUPS = 500;

export interface Through {
  /** The groups that lead to a group, by its id; none where nobody found one. */
  byGroup: ReadonlyMap<string, readonly GroupRow[]>;
  lookUp: (indirect: readonly GroupRow[]) => void;
  /** Absent while nothing is looked up. */
  cancel: (() => void) | undefined;
  error: CallError | undefined;
}

export function useThrough(
  tenantId: string,
  groupType: string | undefined,
  rows: readonly GroupRow[],
): Through {
  const [found, setFound] = useState<Through["byGroup"]>(new Map());
  const [error, setError] = useState<CallError>();
  const [running, setRunning] = useState<AbortController>();
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);

  const lookUp = async (resourceType: string, indirect: readonly GroupRow[]) => {
    const controller = new AbortController();
    current.current = controller;
    setRunning(controller);
    setError(undefined);
    try {
      for (const { id } of indirect) {
        const request = { tenantId, resourceType, id, shown: "groups" as const, text: "" };
        const { members } = await call(
          "members_list",
          { ...request, offset: 0, limit: MOST_GROUPS },
          { signal: controller.signal },
        );
        const inside = new Set(members.map(({ value }) => value));
        const through = rows.filter((row) => inside.has(row.id));
        setFound((before) => new Map(before).set(id, through));
      }
    } catch (thrown) {
      if (!isCancelled(thrown)) setError(asCallError(thrown));
    } finally {
      setRunning(undefined);
    }
  };
  return {
    byGroup: found,
    lookUp: (indirect) => {
      if (groupType !== undefined) void lookUp(groupType, indirect);
    },
    cancel: running && (() => running.abort()),
    error,
  };
}

// Looking for a resource to refer to: among those that were read, and on the server when somebody asks for it.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import type { CallError } from "../../host/call";
import { asCallError, call, isCancelled } from "../../host/call";
import type { ResourcesFound } from "../../host/generated/ResourcesFound";
import { keyOf } from "../../state/query";

/** A resource that could be meant. */
export interface Candidate {
  resourceType: string;
  id: string;
  title: string;
  subtitle?: string | undefined;
  active?: boolean | undefined;
}

const MOST_FOUND = 50;
const MOST_ASKED = 25;

export function foundQuery(tenantId: string, types: readonly string[], text: string) {
  const [resourceType] = types;
  const request = {
    tenantId,
    text,
    limit: MOST_FOUND,
    ...(types.length === 1 && resourceType !== undefined ? { resourceType } : {}),
  };
  return queryOptions<Pick<ResourcesFound, "found" | "filter">>({
    queryKey: [...keyOf("resources_find", request), types],
    queryFn: async ({ signal }) => {
      const { found, filter } = await call("resources_find", request, { signal });
      const fitting = found.filter((it) => types.length === 0 || types.includes(it.resourceType));
      return { found: fitting, ...(filter === undefined ? {} : { filter }) };
    },
    placeholderData: keepPreviousData,
    // What was read meanwhile is found the next time.
    gcTime: 0,
  });
}

/** Asks the server, once for each resource type, with the filter that the backend wrote. */
export function useServerSearch(tenantId: string, types: readonly string[]) {
  const [state, setState] = useState<{
    asked?: string;
    found: readonly Candidate[];
    error?: CallError;
    busy: boolean;
  }>({ found: [], busy: false });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const search = (filter: string) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ found: [], busy: true });
    void (async () => {
      try {
        const found: Candidate[] = [];
        for (const resourceType of types.length === 0 ? ["User"] : types) {
          const request = { tenantId, resourceType, filter, offset: 0, limit: MOST_ASKED };
          const { rows } = await call(
            "resources_list",
            { ...request, columns: [], reload: false },
            { signal: controller.signal },
          );
          for (const { id, title, active } of rows) {
            if (id !== undefined) found.push({ resourceType, id, title, active });
          }
        }
        setState({ asked: filter, found, busy: false });
      } catch (thrown) {
        if (!isCancelled(thrown)) setState({ found: [], error: asCallError(thrown), busy: false });
      }
    })();
  };
  return { ...state, search };
}

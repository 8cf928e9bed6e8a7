// One resource as queries: in full, and windows of its long attributes.
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { keyOf, queryOf } from "../../state/query";
import { call } from "../../host/call";
import type { Values } from "../../host/generated/Values";

/** Which resource. */
export interface ResourceId {
  tenantId: string;
  resourceType: string;
  id: string;
}

/** The resource in full; the one before of the same type stays until this one is there. */
export function useResource(which: ResourceId | undefined) {
  const request = { tenantId: "", resourceType: "", id: "", ...which, fresh: false };
  return useQuery({
    ...queryOf("resource_read", request),
    enabled: which !== undefined,
    placeholderData: (before, query) => {
      const of = query?.queryKey[2] as Partial<ResourceId> | undefined;
      return of?.resourceType === which?.resourceType ? before : undefined;
    },
  });
}

/** Reads a resource from the server again, whatever is at hand; what was there stays until then. */
export function useReadAgain(which: ResourceId): () => void {
  const client = useQueryClient();
  return () => {
    const { tenantId, resourceType, id } = which;
    const request = { tenantId, resourceType, id, fresh: false };
    const reading = client.query({
      queryKey: keyOf("resource_read", request),
      queryFn: ({ signal }) => call("resource_read", { ...request, fresh: true }, { signal }),
      staleTime: 0,
    });
    // The query itself carries the error to whoever shows it.
    reading.then(
      () => client.invalidateQueries({ predicate: ({ queryKey }) => isValueOf(queryKey, which) }),
      () => undefined,
    );
  };
}

function isValueOf([, name, asked]: readonly unknown[], which: ResourceId): boolean {
  return name === "resource_values" && (asked as Partial<ResourceId>).id === which.id;
}

/** Values that a window of a long attribute holds. */
export const VALUES_WINDOW = 100;

/** A window of the values of a multi-valued attribute, as a query. */
export function valuesQuery(
  { tenantId, resourceType, id }: ResourceId,
  path: string,
  offset: number,
) {
  const request = { tenantId, resourceType, id, path, offset, limit: VALUES_WINDOW };
  return {
    queryKey: keyOf("resource_values", request),
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Values> =>
      call("resource_values", request, { signal }),
  };
}

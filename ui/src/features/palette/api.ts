// Resources that were read, by some letters of their name: looked up in the backend, never on the server.
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { call } from "../../host/call";
import type { ResourcesFind } from "../../host/generated/ResourcesFind";
import type { ResourcesFound } from "../../host/generated/ResourcesFound";

export function useFound(
  tenantId: string | undefined,
  asked: Omit<ResourcesFind, "tenantId"> | undefined,
): ResourcesFound | undefined {
  const request = { tenantId: tenantId ?? "", ...(asked ?? { text: "", limit: 0 }) };
  const found = useQuery<ResourcesFound>({
    queryKey: ["found", request],
    queryFn: async ({ signal }) => await call("resources_find", request, { signal }),
    enabled: tenantId !== undefined && asked !== undefined,
    placeholderData: keepPreviousData,
    // More is read all the time.
    staleTime: 0,
    gcTime: 0,
  });
  return asked === undefined ? undefined : found.data;
}

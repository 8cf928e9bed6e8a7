// The requests that asked for one resource by its own URL, newest first; new ones make them stale.
import { useQuery } from "@tanstack/react-query";

import { queryOf } from "../../state/query";
import type { ResourceId } from "./api";

/** More than these are looked at in the history. */
export const REQUESTS_SHOWN = 100;

export function useRequestsAbout({ tenantId, resourceType, id }: ResourceId) {
  const about = { resourceType, id };
  return useQuery(
    queryOf("exchanges_list", {
      tenantId,
      about,
      outcome: "all",
      text: "",
      limit: REQUESTS_SHOWN,
    }),
  );
}

// What lint has to say about a resource, besides what reading it has told.
import { useQuery } from "@tanstack/react-query";

import type { LintFinding } from "../../host/generated/LintFinding";
import type { Resource } from "../../host/generated/Resource";
import { queryOf } from "../../state/query";

const NOTHING: readonly LintFinding[] = [];

/** Findings of the exchange that brought the resource, at their places in it. */
export function useLintOf({ exchange, identity, findings }: Resource): readonly LintFinding[] {
  const { id } = identity;
  const asked = id === undefined ? {} : { resource: { id, told: findings } };
  const linted = useQuery({
    ...queryOf("exchange_lint", { id: exchange ?? "", ...asked }),
    enabled: exchange !== undefined && id !== undefined,
    // What is known of the server may have changed since.
    staleTime: 0,
  });
  return linted.data?.response.findings ?? NOTHING;
}

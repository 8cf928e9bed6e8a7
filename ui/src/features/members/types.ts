// The resource types that members are of, and those that have members: from what the open tenant has.
import { useQueries } from "@tanstack/react-query";

import { queryOf } from "../../state/query";
import { useSession } from "../../state/session";

const USER = "User";
const GROUP = "Group";

function useTypeNames(): string[] {
  const session = useSession();
  return session.kind === "open" ? session.opened.resourceTypes.map(({ name }) => name) : [];
}

/** What can be added to a group: users first, the group's own type next (a group may hold groups), then the others. */
export function useMemberTypes(groupType: string): string[] {
  const names = useTypeNames();
  const first = [USER, groupType].filter((it) => names.includes(it));
  return [...new Set([...first, ...names])];
}

/** The resource type whose resources have members: the one called Group, else the first that has them. */
export function useGroupType(tenantId: string): string | undefined {
  const names = useTypeNames();
  const isNamed = names.includes(GROUP);
  const asked = isNamed ? [] : names;
  const columns = useQueries({
    queries: asked.map((resourceType) => queryOf("columns_read", { tenantId, resourceType })),
  });
  if (isNamed) return GROUP;
  return asked.find((_, place) =>
    columns[place]?.data?.available.some(({ path }) => path === "members"),
  );
}

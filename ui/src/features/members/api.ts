// Members as queries: windows of them, and whether resources of a type have any.
import { useQuery } from "@tanstack/react-query";

import type { MembersList } from "../../host/generated/MembersList";
import type { MembersShown } from "../../host/generated/MembersShown";
import type { MembersSort } from "../../host/generated/MembersSort";
import { queryOf } from "../../state/query";
import type { ResourceId } from "../resource/api";
import { WINDOW } from "./windows";

/** A list of members: of which resource, which of them, with which letters in their names, and in which order. */
export interface MemberList {
  which: ResourceId;
  shown: MembersShown;
  text: string;
  /** Absent is the order of the server. */
  sort?: MembersSort | undefined;
}

/** The name of a list: another one starts at its top. */
export function nameOf({ which, shown, text, sort }: MemberList): string {
  const order = sort && [sort.by, sort.descending];
  return JSON.stringify([which.tenantId, which.resourceType, which.id, shown, text, order]);
}

/** A window of members, as a query. */
export function windowQuery(
  { which, shown, text, sort }: MemberList,
  offset: number,
  limit = WINDOW,
) {
  const { tenantId, resourceType, id } = which;
  const order = sort ? { sort } : {};
  const asked = { tenantId, resourceType, id, shown, text, ...order, offset, limit };
  return queryOf("members_list", asked);
}

/** Whether a cached query is a window of this list. */
export function isWindowOf(key: readonly unknown[], list: MemberList): boolean {
  if (key[1] !== "members_list") return false;
  const { tenantId, resourceType, id, shown, text, sort, limit } = key[2] as MembersList;
  return (
    limit === WINDOW &&
    nameOf({ which: { tenantId, resourceType, id }, shown, text, sort }) === nameOf(list)
  );
}

/** Whether the schemas of a resource type define an attribute; undefined until that is known. */
export function useDefines(
  { tenantId, resourceType }: Omit<ResourceId, "id">,
  attribute: string,
): boolean | undefined {
  const { data } = useQuery(queryOf("columns_read", { tenantId, resourceType }));
  return data?.available.some(({ path }) => path === attribute);
}

/** Whether resources like this one have members. */
export function useHasMembers(which: ResourceId): boolean {
  return useDefines(which, "members") ?? false;
}

/** How many members a resource has, where it can have any. */
export function useMembersCount(which: ResourceId): number | undefined {
  const enabled = useHasMembers(which);
  const { data } = useQuery({ ...windowQuery({ which, shown: "all", text: "" }, 0), enabled });
  return enabled ? data?.ofAll : undefined;
}

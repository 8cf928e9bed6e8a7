// Members as queries: windows of them, and whether resources of a type have any.
import { useQuery } from "@tanstack/react-query";

import type { MembersList } from "../../host/generated/MembersList";
import type { MembersShown } from "../../host/generated/MembersShown";
import { queryOf } from "../../state/query";
import type { ResourceId } from "../resource/api";
import { WINDOW } from "./windows";

/** A list of members: of which resource, which of them, and with which letters in their names. */
export interface MemberList {
  which: ResourceId;
  shown: MembersShown;
  text: string;
}

/** The name of a list: another one starts at its top. */
export function nameOf({ which, shown, text }: MemberList): string {
  return JSON.stringify([which.tenantId, which.resourceType, which.id, shown, text]);
}

/** A window of members, as a query. */
export function windowQuery({ which, shown, text }: MemberList, offset: number, limit = WINDOW) {
  const { tenantId, resourceType, id } = which;
  return queryOf("members_list", { tenantId, resourceType, id, shown, text, offset, limit });
}

/** Whether a cached query is a window of this list. */
export function isWindowOf(key: readonly unknown[], list: MemberList): boolean {
  if (key[1] !== "members_list") return false;
  const { tenantId, resourceType, id, shown, text, limit } = key[2] as MembersList;
  return (
    limit === WINDOW &&
    nameOf({ which: { tenantId, resourceType, id }, shown, text }) === nameOf(list)
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

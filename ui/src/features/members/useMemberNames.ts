// The names of members in view that the group does not give: known ones at once, the others when somebody asks for them.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import type { MemberRow } from "../../host/generated/MemberRow";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import { type ReferenceNames, useReferenceNames } from "../resource/names";

export interface MemberNames {
  names: ReferenceNames;
  byId: ReadonlyMap<string, ReferenceName>;
}

export function useMemberNames(tenantId: string, members: readonly MemberRow[]): MemberNames {
  const client = useQueryClient();
  const asked = members
    .filter(({ title, dangling }) => title === undefined && !dangling)
    .map(({ value, resourceType }) => ({
      value,
      ...(resourceType === undefined ? {} : { resourceType }),
    }));
  const names = useReferenceNames(tenantId, asked);
  const looking = names.cancel !== undefined;
  const looked = useRef(false);
  // What was looked up is known of the members too: their names, whether they are there, how many are not.
  useEffect(() => {
    if (looked.current && !looking) void client.invalidateQueries({ queryKey: ["members"] });
    looked.current = looking;
  }, [client, looking]);
  const byId = new Map(
    asked.flatMap(({ value }, place): [string, ReferenceName][] => {
      const name = names.names[place];
      return name ? [[value, name]] : [];
    }),
  );
  return { names, byId };
}

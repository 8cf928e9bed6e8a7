// What the tab of the groups holds: the groups that a resource lists, joining and leaving, and what came of that.
import { useState } from "react";

import type { Resource } from "../../host/generated/Resource";
import { useNavigate } from "../../state/navigation";
import type { ResourceId } from "../resource/api";
import { useWrite } from "../write/useWrite";
import { disagreement, type GroupRow, INDIRECT, type Said } from "./groupRows";
import { useGroupType } from "./types";
import { useGroupRows } from "./useGroupRows";
import { useThrough } from "./useThrough";

export function useGroups(which: ResourceId, resource: Resource) {
  const { tenantId, resourceType, id } = which;
  const navigate = useNavigate();
  const groupType = useGroupType(tenantId);
  const { rows, total, names } = useGroupRows(which, resource);
  const through = useThrough(tenantId, groupType, rows);
  const write = useWrite(tenantId);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const member = { member: resource.identity.id ?? id, memberType: resourceType };

  const change = (group: string, title: string, joins: boolean) => {
    if (groupType === undefined || write.busy) return;
    const { readAt } = resource;
    write.start(
      { kind: "membership", groupType, group, ...member, joins },
      {
        onSent: ({ results: [result] }) => {
          if (!result) return;
          const now: Said = { group, title, joins, outcome: result.outcome, readAt };
          setSaid((before) => [...before.filter((it) => it.group !== group), now]);
        },
      },
    );
  };
  const disagreements = said.flatMap((it) => {
    const words = disagreement(it, rows, resource.readAt);
    return words === undefined ? [] : [{ group: it.group, joins: it.joins, words }];
  });
  return {
    groupType,
    rows,
    total,
    names,
    through,
    busy: write.busy,
    dialog: write.dialog,
    disagreements,
    canLeave: ({ kind, dangling }: GroupRow) =>
      groupType !== undefined && kind !== INDIRECT && !dangling,
    leave: ({ id: group, title }: GroupRow) => change(group, title ?? group, false),
    join: (group: { id: string; title: string }) => change(group.id, group.title, true),
    open: ({ id: group, reference }: GroupRow) => {
      const type = reference.resourceType ?? groupType;
      if (type !== undefined) navigate.open({ screen: "resource", resourceType: type, id: group });
    },
  };
}

// Whether some resources are members of a group, as its draft has it.
import { useQueries } from "@tanstack/react-query";

import type { MemberChange } from "../../host/generated/MemberChange";
import type { ResourceId } from "../resource/api";
import { windowQuery } from "./api";

/** Short ids are the beginning of many others: as many as the backend gives. */
export const MOST_ALIKE = 500;

/** By their id; those that are not members are not in it. */
export function useMembership(
  which: ResourceId,
  ids: readonly string[],
): ReadonlyMap<string, MemberChange> {
  const asked = useQueries({
    queries: ids.map((id) => windowQuery({ which, shown: "all", text: id }, 0, MOST_ALIKE)),
  });
  return new Map(
    ids.flatMap((id, place): [string, MemberChange][] => {
      const member = asked[place]?.data?.members.find(({ value }) => value === id);
      return member ? [[id, member.change]] : [];
    }),
  );
}

// The members of a list: the windows in view are asked for, one ahead as well, and those scrolled past are cancelled.
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";

import type { CallError } from "../../host/call";
import { isCancelled } from "../../host/call";
import type { MemberRow } from "../../host/generated/MemberRow";
import type { MembersList } from "../../host/generated/MembersList";
import type { MembersListed } from "../../host/generated/MembersListed";
import { useSettled } from "../../kit/useSettled";
import { useStateOf } from "../../kit/useStateOf";
import { isWindowOf, type MemberList, nameOf, windowQuery } from "./api";
import { TOP, type View, windowOf, windowsFor } from "./windows";

/** Whoever drags the scroll bar passes thousands of rows: what is in view is asked for when it stays there. */
const SETTLE_MS = 60;

export interface MemberRows {
  /** What the last answer said of the list as a whole. */
  summary: Omit<MembersListed, "members"> | undefined;
  /** A member, if its window is there. */
  row: (index: number) => MemberRow | undefined;
  /** The members in view and around it. */
  drawn: readonly MemberRow[];
  /** The ids of all members of the list that are there, in their order. */
  loaded: () => string[];
  error: CallError | undefined;
  retry: () => void;
  onView: (view: View) => void;
}

export function useMemberRows(list: MemberList): MemberRows {
  const client = useQueryClient();
  const name = nameOf(list);
  const [seen, setSeen] = useStateOf<View>(name, () => TOP);
  const view = useSettled(seen, SETTLE_MS, name);
  const { tenantId, resourceType, id } = list.which;
  const first = useQuery({
    ...windowQuery(list, 0),
    placeholderData: (before, query) => {
      const of = query?.queryKey[2] as MembersList | undefined;
      const same = of?.tenantId === tenantId && of.resourceType === resourceType && of.id === id;
      return same ? before : undefined;
    },
  });
  const total = first.isPlaceholderData ? undefined : first.data?.total;
  const offsets = windowsFor(view, total);
  const pages = useQueries({ queries: offsets.map((offset) => windowQuery(list, offset)) });
  const page = (offset: number) =>
    pages[offsets.indexOf(offset)]?.data ??
    client.getQueryData<MembersListed>(windowQuery(list, offset).queryKey);
  const error = first.error ?? pages.find((it) => it.error)?.error ?? undefined;
  return {
    summary: first.data,
    row: (index) => page(windowOf(index))?.members[index - windowOf(index)],
    drawn: pages.flatMap((it) => it.data?.members ?? []),
    loaded: () => {
      const found = client
        .getQueryCache()
        .findAll({ predicate: ({ queryKey }) => isWindowOf(queryKey, list) })
        .flatMap(({ queryKey, state }) => {
          const data = state.data as MembersListed | undefined;
          return data ? [{ offset: (queryKey[2] as MembersList).offset, data }] : [];
        });
      found.sort((one, other) => one.offset - other.offset);
      return found.flatMap(({ data }) => data.members.map(({ value }) => value));
    },
    error: error && !isCancelled(error) ? error : undefined,
    retry: () => {
      void first.refetch();
      for (const it of pages) if (it.error) void it.refetch();
    },
    onView: (next) => setSeen((was) => (isSame(was, next) ? was : next)),
  };
}

/** Views that ask for the same windows are one. */
function isSame(one: View, other: View): boolean {
  return (
    windowOf(one.first) === windowOf(other.first) &&
    windowOf(one.last) === windowOf(other.last) &&
    one.forward === other.forward
  );
}

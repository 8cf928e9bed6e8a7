// A group of any size with its draft, and people who can be added to it: members for tests and for looking at screens.
import type { Draft } from "../host/generated/Draft";
import type { DraftEdit } from "../host/generated/DraftEdit";
import type { FoundResource } from "../host/generated/FoundResource";
import type { MemberRow } from "../host/generated/MemberRow";
import type { MembersList } from "../host/generated/MembersList";
import { directoryAnswers } from "./fakeDirectory";
import { type Answers, never } from "./fakeHost";

const PEOPLE: FoundResource[] = [
  ["u1", "Nadia El Fassi", "nadia@aurelia.example", true],
  ["u2", "Łukasz Wójcik", "lukasz@aurelia.example", false],
  ["new1", "Ioana Țurcanu", "ioana@aurelia.example", true],
  ["new2", "Priya Rao", "priya@aurelia.example", true],
  ["same1", "Sam Doe", "sam.doe@aurelia.example", true],
  ["same2", "Sam Doe", "sam.doe2@aurelia.example", true],
].map(([id, title, subtitle, active]) => ({
  resourceType: "User",
  id: String(id),
  title: String(title),
  subtitle: String(subtitle),
  active: active === true,
}));

function person(value: string): MemberRow {
  const found = PEOPLE.find(({ id }) => id === value);
  const at = Number(value.slice(1));
  return {
    value,
    change: "kept",
    dangling: false,
    resourceType: "User",
    title: found?.title ?? `Person ${at}`,
    subtitle: found?.subtitle ?? `person${at}@aurelia.example`,
    active: found?.active ?? true,
  };
}

/** A backend with the group `g1`, its draft, and those who can be added. */
export function aGroup(total: number, changed: (row: MemberRow) => MemberRow = (row) => row) {
  const ids = Array.from({ length: total }, (_, at) => `u${at + 1}`);
  const added: string[] = [];
  const removed = new Set<string>();
  let opened = false;
  const take = (edit: DraftEdit) => {
    if (edit.kind === "addMember" && !added.includes(edit.value)) added.unshift(edit.value);
    if (edit.kind === "removeMember") removed.add(edit.value);
    if (edit.kind === "keepMember") {
      removed.delete(edit.value);
      if (added.includes(edit.value)) added.splice(added.indexOf(edit.value), 1);
    }
  };
  const rows = (): MemberRow[] => [
    ...added.map((it) => ({ ...changed(person(it)), change: "added" as const })),
    ...ids.map((it) => {
      const change = removed.has(it) ? ("removed" as const) : ("kept" as const);
      return { ...changed(person(it)), change };
    }),
  ];
  const draft = (): Draft => ({
    draft: "d1",
    tenantId: "sandbox",
    resourceType: "Group",
    id: "g1",
    title: "eng-all-emea",
    revision: 1,
    text: "{}",
    sections: [],
    changes: [],
    violations: [],
    blocking: 0,
    method: "patch",
    methods: ["patch"],
    lost: [],
    unseen: [],
    secretsGone: [],
    conflict: false,
    members: { total, added: added.length, removed: removed.size },
    ...(added.length + removed.size === 0
      ? {}
      : {
          request: {
            method: "PATCH",
            url: "https://scim.example/v2/Groups/g1",
            headers: [
              { name: "If-Match", value: 'W/"5512"' },
              { name: "Authorization", value: "Bearer •••" },
            ],
            body: { text: '{"Operations":[]}', isUtf8: true, isJson: true, sizeBytes: 17 },
          },
        }),
  });
  const kinds: Record<MembersList["shown"], (row: MemberRow) => boolean> = {
    all: () => true,
    changed: ({ change }) => change !== "kept",
    dangling: ({ dangling }) => dangling,
    groups: ({ resourceType }) => resourceType === "Group",
  };
  const answers: Answers = {
    ...directoryAnswers(),
    members_list: ({ shown, text, sort, offset, limit }) => {
      const all = rows();
      const has = (it: string | undefined) => it?.toLowerCase().includes(text.toLowerCase());
      const wanted = all
        .filter(kinds[shown])
        .filter(({ value, title, subtitle }) => [value, title, subtitle].some(has));
      const key = { display: "title", userName: "subtitle", type: "resourceType" } as const;
      const by = sort && sort.by !== "state" ? key[sort.by] : undefined;
      const turn = sort?.descending ? -1 : 1;
      if (by) wanted.sort((one, two) => turn * (one[by] ?? "").localeCompare(two[by] ?? ""));
      return {
        members: wanted.slice(offset, offset + limit),
        total: wanted.length,
        ofAll: all.length,
        ofChanged: all.filter(kinds.changed).length,
        ofDangling: all.filter(kinds.dangling).length,
        ofGroups: all.filter(kinds.groups).length,
        ...(opened ? { draft: "d1" } : {}),
      };
    },
    draft_open: () => {
      opened = true;
      return draft();
    },
    draft_change: ({ edits }) => {
      edits.forEach(take);
      return draft();
    },
    draft_read: () => draft(),
    draft_discard: () => {
      opened = false;
      added.length = 0;
      removed.clear();
      return {};
    },
    resources_find: ({ text, limit }) => {
      const has = (it: string | undefined) => it?.toLowerCase().includes(text.toLowerCase());
      const found = PEOPLE.filter(({ id, title, subtitle }) => [id, title, subtitle].some(has));
      const filter = `userName co "${text}"`;
      return { found: found.slice(0, limit), total: found.length, searched: 6, filter };
    },
    write_prepare: never,
  };
  return { answers, added, removed };
}

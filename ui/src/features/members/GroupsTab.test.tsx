// The groups of a resource: as it lists them, left and joined by a write to the group.
import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Field } from "../../host/generated/Field";
import type { Resource } from "../../host/generated/Resource";
import type { WriteOutcome } from "../../host/generated/WriteOutcome";
import { openingQuery } from "../../state/session";
import { directoryAnswers } from "../../testing/fakeDirectory";
import type { Answers } from "../../testing/fakeHost";
import { never } from "../../testing/fakeHost";
import { aField, aResource, aSection } from "../../testing/fakeResources";
import { aResourceType, sandboxTenant, tenantOpened } from "../../testing/fixtures";
import { renderScreen } from "../../testing/render";
import { forgetWrites } from "../write/desk";
import { disagreement, rowsOf, type Said } from "./groupRows";
import { GroupsTab } from "./GroupsTab";

const WHICH = { tenantId: "sandbox", resourceType: "User", id: "u1" };

function aGroup(at: number, id: string, kind: string, display?: string): Field {
  const named = display === undefined ? {} : { display };
  return aField(
    `groups[${at}].value`,
    { kind: "reference", value: id, id, resourceType: "Group", external: false, ...named },
    { name: kind },
  );
}

const GROUPS = [
  aGroup(0, "g1", "direct", "fin-payments-approvers"),
  aGroup(1, "g2", "indirect", "eng-all-emea"),
  aGroup(2, "g3", "value"),
];

function aUser(fields: Field[]): Resource {
  const sections = [aSection("Core", [])];
  if (fields.length > 0)
    sections.push(aSection("groups", fields, { path: "groups", total: fields.length }));
  return aResource("User", "u1", { sections });
}

function show(fields: Field[], answers: Answers = {}) {
  forgetWrites();
  const drawn = renderScreen(<GroupsTab which={WHICH} resource={aUser(fields)} />, {
    answers: {
      ...directoryAnswers(),
      references_resolve: ({ references }) => ({
        names: references.map(() => ({ kind: "unknown" })),
      }),
      write_prepare: never,
      ...answers,
    },
    tenantId: sandboxTenant.id,
  });
  void drawn.client.query(openingQuery(drawn.client, sandboxTenant.id));
  return drawn;
}

async function rowOf(id: string) {
  return await waitFor(() => {
    const row = document.querySelector<HTMLElement>(`[data-testid=group-row][data-id=${id}]`);
    if (!row) throw new Error(`no row of ${id}`);
    return row;
  });
}

it("says of each group how the resource is in it", async () => {
  const { user } = show(GROUPS);
  expect(await rowOf("g1")).toHaveTextContent("fin-payments-approversdirect");
  expect(await rowOf("g2")).toHaveTextContent("eng-all-emeaindirect");
  expect(await rowOf("g3")).toHaveTextContent(/^g3(Leave)?$/);
  await user.click(screen.getByRole("radio", { name: "Indirect 1" }));
  expect(screen.getAllByTestId("group-row")).toHaveLength(1);
  await user.click(screen.getByRole("radio", { name: "All 3" }));
  await user.type(screen.getByRole("searchbox", { name: "Filter 3 groups" }), "PAY");
  expect(screen.getAllByTestId("group-row")).toHaveLength(1);
});

it("asks the server for names only when told to, and marks a group that is not there", async () => {
  const { host, user } = show(GROUPS, {
    references_resolve: ({ references, askServer }, { emit }) => {
      const names = references.map(() =>
        askServer ? ({ kind: "dangling" } as const) : ({ kind: "unknown" } as const),
      );
      if (askServer) emit({ names });
      return { names };
    },
  });
  const row = await rowOf("g3");
  await user.click(await screen.findByRole("button", { name: "Look up the name" }));
  await waitFor(() => expect(row).toHaveTextContent("not found"));
  const asked = host.requests("references_resolve").filter(({ askServer }) => askServer);
  expect(asked.map(({ references }) => references)).toEqual([
    [{ value: "g3", resourceType: "Group" }],
  ]);
  expect(within(row).queryByRole("button", { name: /^Leave/ })).toBeNull();
});

it("leaves a group by a write to the group, and only one that it is in directly", async () => {
  const { host, user } = show(GROUPS);
  const row = await rowOf("g1");
  await user.click(
    await within(row).findByRole("button", { name: "Leave fin-payments-approvers" }),
  );
  await waitFor(() =>
    expect(host.requests("write_prepare").map(({ intent }) => intent)).toEqual([
      {
        kind: "membership",
        groupType: "Group",
        group: "g1",
        member: "u1",
        memberType: "User",
        joins: false,
      },
    ]),
  );
  expect(within(await rowOf("g2")).queryByRole("button", { name: /^Leave/ })).toBeNull();
});

it("joins a group that was found, and none that it is in", async () => {
  const { host, user } = show(GROUPS, {
    resources_find: () => ({
      found: [
        { resourceType: "Group", id: "g1", title: "fin-payments-approvers" },
        { resourceType: "Group", id: "g9", title: "fin-audit" },
      ],
      total: 2,
      searched: 212,
    }),
  });
  await user.click(await screen.findByRole("button", { name: "Join a group" }));
  await user.type(await screen.findByRole("combobox", { name: "Find groups to join" }), "fin");
  expect(
    await screen.findByRole("option", { name: /fin-payments-approvers.*is in it/ }),
  ).toBeVisible();
  await user.keyboard("{ArrowDown}{Enter}");
  await waitFor(() =>
    expect(host.requests("write_prepare").map(({ intent }) => intent)).toEqual([
      {
        kind: "membership",
        groupType: "Group",
        group: "g9",
        member: "u1",
        memberType: "User",
        joins: true,
      },
    ]),
  );
});

it("takes the type that has members where none is called Group", async () => {
  const { host, user } = show([aGroup(0, "g1", "direct", "Team 1")], {
    tenant_open: ({ tenantId }) =>
      tenantOpened(tenantId, { resourceTypes: [aResourceType("User"), aResourceType("Team")] }),
  });
  const row = await rowOf("g1");
  await user.click(await within(row).findByRole("button", { name: "Leave Team 1" }));
  await waitFor(() =>
    expect(host.requests("write_prepare")[0]?.intent).toMatchObject({ groupType: "Team" }),
  );
});

it("finds out by which group it is in another when told to", async () => {
  const { host, user } = show(GROUPS, {
    members_list: () => ({
      members: [{ value: "g1", change: "kept", dangling: false, resourceType: "Group" }],
      total: 1,
      ofAll: 40,
      ofChanged: 0,
      ofDangling: 0,
      ofGroups: 1,
    }),
  });
  const row = await rowOf("g2");
  await user.click(await screen.findByRole("button", { name: "By which group" }));
  await waitFor(() => expect(row).toHaveTextContent("by fin-payments-approvers"));
  expect(host.requests("members_list")).toEqual([
    expect.objectContaining({ resourceType: "Group", id: "g2", shown: "groups" }),
  ]);
});

it("goes through the groups by keys and opens one", async () => {
  const { host, user } = show(GROUPS);
  const first = await rowOf("g1");
  await within(first).findByRole("button", { name: /^Leave/ });
  act(() => first.focus());
  await user.keyboard("j");
  expect(await rowOf("g2")).toHaveFocus();
  await user.keyboard("{Delete}");
  expect(host.requests("write_prepare")).toEqual([]);
  await user.keyboard("k{Delete}");
  await waitFor(() => expect(host.requests("write_prepare")).toHaveLength(1));
});

it("says that a resource is in no group, and where joining is written", async () => {
  show([]);
  expect(await screen.findByText("In no group that the server lists")).toBeVisible();
  expect(screen.getByText(/written to the group's members \(RFC 7643 §4.1.2\)/)).toBeVisible();
  expect(await screen.findByRole("button", { name: "Join a group" })).toBeVisible();
});

const ROWS = rowsOf([{ reference: { value: "g1", display: "ops", external: false } }], new Map());

function said(joins: boolean, group: string, outcome: WriteOutcome): Said {
  return { group, title: "ops", joins, outcome, readAt: "before" };
}

it("tells where the two sides disagree, once the resource was read anew", () => {
  const done: WriteOutcome = { kind: "done", reads: 1 };
  expect(disagreement(said(true, "g9", done), ROWS, "before")).toBeUndefined();
  expect(disagreement(said(true, "g9", done), ROWS, "after")).toMatch(/is not in its groups/);
  expect(disagreement(said(true, "g1", done), ROWS, "after")).toBeUndefined();
  expect(disagreement(said(false, "g1", done), ROWS, "after")).toMatch(/is still in its groups/);
  expect(disagreement(said(false, "g9", done), ROWS, "after")).toBeUndefined();
  const differs: WriteOutcome = {
    kind: "differs",
    differences: [],
    findings: [],
    words: "The member is still there.",
  };
  expect(disagreement(said(false, "g1", differs), ROWS, "before")).toBe(differs.words);
});

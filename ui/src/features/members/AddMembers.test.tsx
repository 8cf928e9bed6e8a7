// Adding members: found among what was read and on the server, pasted as a list, collected in one draft.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import type { FoundResource } from "../../host/generated/FoundResource";
import { type Answers, never } from "../../testing/fakeHost";
import { sandboxTenant } from "../../testing/fixtures";
import { aGroup } from "../../testing/fakeMembers";
import { renderScreen } from "../../testing/render";
import { openingQuery } from "../../state/session";
import { forgetWrites } from "../write/desk";
import { MembersTab } from "./MembersTab";

const WHICH = { tenantId: "sandbox", resourceType: "Group", id: "g1" };

function show(answers: Answers, wide = true) {
  forgetWrites();
  const drawn = renderScreen(<MembersTab which={WHICH} wide={wide} />, {
    answers,
    tenantId: sandboxTenant.id,
  });
  void drawn.client.query(openingQuery(drawn.client, sandboxTenant.id));
  return drawn;
}

function edits(host: ReturnType<typeof show>["host"]) {
  return host.requests("draft_change").map((it) => it.edits);
}

it("adds with Enter: one draft for all additions, the request in view, nothing sent", async () => {
  const { host, user } = show(aGroup(3).answers);
  const field = await screen.findByRole("combobox", { name: "Find users to add" });
  await user.type(field, "ioana");
  expect(await screen.findByRole("option", { name: /Ioana Țurcanu/ })).toBeVisible();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(edits(host)).toHaveLength(1));
  await user.clear(field);
  await user.type(field, "priya");
  await screen.findByRole("option", { name: /Priya Rao/ });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(edits(host)).toHaveLength(2));
  expect(host.requests("draft_open")).toEqual([
    { tenantId: "sandbox", resourceType: "Group", start: { kind: "edit", id: "g1" } },
  ]);
  expect(edits(host)[0]).toEqual([
    { kind: "addMember", value: "new1", resourceType: "User", display: "Ioana Țurcanu" },
  ]);
  const line = await waitFor(() => {
    const found = document.querySelector<HTMLElement>("[data-id=new2][data-testid=member-row]");
    expect(found).toHaveAttribute("data-change", "added");
    return found;
  });
  expect(line).toHaveAttribute("data-row", "0");
  const request = await screen.findByRole("region", { name: "Exact request" });
  expect(request).toHaveTextContent("PATCH /v2/Groups/g1");
  expect(request).toHaveTextContent('If-Match:W/"5512"');
  expect(screen.getByTestId("members-counts")).toHaveTextContent("added +2removed −0");
  expect(host.requests("write_prepare")).toEqual([]);
});

it("opens one draft for two additions at once", async () => {
  const group = aGroup(3);
  const { host, user } = show(group.answers);
  const field = await screen.findByRole("combobox", { name: "Find users to add" });
  await user.type(field, "a");
  const ioana = await screen.findByRole("option", { name: /Ioana/ });
  fireEvent.click(ioana);
  fireEvent.click(screen.getByRole("option", { name: /Priya/ }));
  await waitFor(() => expect(edits(host)).toHaveLength(2));
  expect(host.requests("draft_open")).toHaveLength(1);
});

it("marks those who are members, and does not add them", async () => {
  const { host, user } = show(aGroup(3).answers);
  await user.type(await screen.findByRole("combobox", { name: "Find users to add" }), "Łukasz");
  const option = await screen.findByRole("option", { name: /is a member/ });
  expect(option).toHaveTextContent("Disabled");
  await user.keyboard("{Enter}");
  await user.click(option);
  expect(host.requests("draft_open")).toEqual([]);
});

it("searches the server when told to, with the filter that the backend wrote", async () => {
  const group = aGroup(3);
  const { host, user } = show({
    ...group.answers,
    resources_find: ({ text }) => ({
      found: [],
      total: 0,
      searched: 6,
      filter: `userName co "${text}"`,
    }),
    resources_list: () => ({
      rows: [
        { index: 0, id: "far", title: "Far Away", cells: [], duplicate: false, misfit: false },
      ],
      rowCount: 1,
      endSeen: true,
      totalResults: 1,
      findings: [],
      pagesRead: 1,
      leftOut: [],
    }),
  });
  await user.type(await screen.findByRole("combobox", { name: "Find users to add" }), "far");
  expect(await screen.findByText("None of the 6 users that were read.")).toBeVisible();
  expect(host.requests("resources_list")).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Search the server" }));
  expect(await screen.findByRole("option", { name: /Far Away/ })).toBeVisible();
  expect(host.requests("resources_list")[0]).toMatchObject({
    resourceType: "User",
    filter: 'userName co "far"',
  });
});

it("adds a pasted list, guesses nothing, and says why the others were not added", async () => {
  const group = aGroup(3);
  const { host, user } = show(group.answers);
  await user.click(await screen.findByRole("combobox", { name: "Find users to add" }));
  await user.paste("ioana@aurelia.example\nSam Doe, u2\nnobody; new2\n");
  expect(await screen.findByText("2 added, 3 not.")).toBeVisible();
  expect(edits(host)[0]?.map((it) => ("value" in it ? it.value : ""))).toEqual(["new1", "new2"]);
  const rest = within(screen.getByRole("list", { name: "Not added" })).getAllByRole("listitem");
  expect(rest.map((it) => it.textContent)).toEqual([
    "Sam Doe2 are called so",
    "u2is a member already",
    "nobodynot found",
  ]);
  await user.click(screen.getByRole("button", { name: "Copy these" }));
  expect(host.copied).toEqual(["Sam Doe\nu2\nnobody"]);
});

it("looks for the rest of a pasted list on the server only when told to", async () => {
  const group = aGroup(3);
  let isKnown = false;
  const late: FoundResource = { resourceType: "User", id: "late", title: "Late Comer" };
  const { host, user } = show({
    ...group.answers,
    resources_find: (request) => {
      const found = isKnown && request.text === "Late Comer" ? [late] : [];
      return { found, total: found.length, searched: 6, filter: "userName co" };
    },
    resources_list: () => {
      isKnown = true;
      const listed = { index: 0, id: "late", title: "Late Comer", cells: [] };
      return {
        rows: [{ ...listed, duplicate: false, misfit: false }],
        rowCount: 1,
        endSeen: true,
        findings: [],
        pagesRead: 1,
        leftOut: [],
      };
    },
  });
  await user.click(await screen.findByRole("combobox", { name: "Find users to add" }));
  await user.paste("Late Comer\nghost");
  await user.click(await screen.findByRole("button", { name: "Search the server for 2 users" }));
  expect(await screen.findByText("1 added, 1 not.")).toBeVisible();
  expect(group.added).toEqual(["late"]);
  expect(host.requests("resources_list")).toHaveLength(2);
});

it("a list that is pasted while another one is looked for loses nothing of that", async () => {
  const { answers } = aGroup(3);
  const { host, user } = show({
    ...answers,
    resources_find: (request, tools) =>
      request.text === "slow"
        ? never(request, tools)
        : (answers.resources_find?.(request, tools) ?? { found: [], total: 0, searched: 0 }),
  });
  await user.click(await screen.findByRole("combobox", { name: "Find users to add" }));
  await user.paste("ioana@aurelia.example\nslow\nnever reached");
  await screen.findByText("Looking for 2 of 3");
  await user.paste("nobody\nnew2");
  expect(await screen.findByText("2 added, 3 not.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Copy these" }));
  expect(host.copied).toEqual(["nobody\nslow\nnever reached"]);
});

it("Enter takes nobody who was found for other letters", async () => {
  const { host, user } = show(aGroup(3).answers);
  const field = await screen.findByRole("combobox", { name: "Find users to add" });
  await user.type(field, "ioana");
  await screen.findByRole("option", { name: /Ioana Țurcanu/ });
  fireEvent.change(field, { target: { value: "priya" } });
  fireEvent.keyDown(field, { key: "Enter" });
  await screen.findByRole("option", { name: /Priya Rao/ });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(edits(host)).toHaveLength(1));
  expect(edits(host)[0]).toMatchObject([{ kind: "addMember", value: "new2" }]);
});

it("the key that sends is not pressed for a dialog that lies above", async () => {
  const { host, user } = show(aGroup(3).answers);
  const field = await screen.findByRole("combobox", { name: "Find users to add" });
  await user.type(field, "ioana");
  await screen.findByRole("option", { name: /Ioana Țurcanu/ });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.getByTestId("members-send")).toBeEnabled());
  await user.click(screen.getByRole("button", { name: "Paste a list…" }));
  const text = await screen.findByRole("textbox", { name: "Names or ids" });
  await user.type(text, "Priya Rao{Control>}{Enter}{/Control}");
  expect(host.requests("write_prepare")).toEqual([]);
});

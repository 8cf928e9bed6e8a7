// The members of a group: read in windows, changed in one draft, sent only when somebody says so.
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import type { MemberRow } from "../../host/generated/MemberRow";
import { columnsOf } from "../../testing/fakeDirectory";
import type { Answers } from "../../testing/fakeHost";
import { failing, never } from "../../testing/fakeHost";
import { anError, sandboxTenant } from "../../testing/fixtures";
import { aGroup } from "../../testing/fakeMembers";
import { renderScreen } from "../../testing/render";
import { openingQuery } from "../../state/session";
import { forgetWrites } from "../write/desk";
import { MembersTab, useMembersCount } from "./MembersTab";

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

async function row(name: string) {
  const text = await screen.findByText(name);
  const found = text.closest<HTMLElement>("[role=row]");
  if (!found) throw new Error(`no row of ${name}`);
  return found;
}

async function focusGrid() {
  const first = await row("Nadia El Fassi");
  act(() => first.focus());
}

function edits(host: ReturnType<typeof show>["host"]) {
  return host.requests("draft_change").map((it) => it.edits);
}

it("draws few of 20,000 members and asks for the windows in view only", async () => {
  const { host, user } = show(aGroup(20_000).answers);
  await focusGrid();
  const grid = screen.getByRole("grid", { name: "Members" });
  expect(grid).toHaveAttribute("aria-rowcount", "20001");
  expect(screen.getAllByTestId("member-row").length).toBeLessThanOrEqual(200);
  const offsets = () => [...new Set(host.requests("members_list").map(({ offset }) => offset))];
  await waitFor(() => expect(offsets()).toEqual([0, 100]));
  await user.keyboard("{End}");
  expect(grid.querySelector("[data-row='19999']")).toHaveFocus();
  expect(offsets()).toEqual([0, 100]);
});

it("cancels a window that was scrolled past", async () => {
  const group = aGroup(20_000);
  const list = group.answers.members_list;
  const cancelled: number[] = [];
  const { host } = show({
    ...group.answers,
    members_list: (request, tools) => {
      if (request.offset < 300) return list?.(request, tools) as never;
      tools.signal?.addEventListener("abort", () => cancelled.push(request.offset));
      return never(request, tools);
    },
  });
  await focusGrid();
  const grid = screen.getByRole("grid", { name: "Members" });
  const scrollTo = (top: number) => {
    grid.scrollTop = top;
    fireEvent.scroll(grid);
  };
  scrollTo(28 * 500);
  await waitFor(() =>
    expect(host.requests("members_list").some(({ offset }) => offset === 500)).toBe(true),
  );
  scrollTo(0);
  await waitFor(() => expect(cancelled).toContain(500));
});

it("searches once the typing has settled, and shows kinds with their counts", async () => {
  const { host, user } = show(
    aGroup(300, (it) => (it.value === "u7" ? { ...it, resourceType: "Group" } : it)).answers,
  );
  await user.type(await screen.findByRole("searchbox", { name: "Find in 300" }), "person 12");
  await waitFor(() => {
    expect(screen.queryByText("Nadia El Fassi")).toBeNull();
    expect(screen.getByText("Person 120")).toBeVisible();
  });
  const texts = new Set(host.requests("members_list").map(({ text }) => text));
  expect([...texts]).toEqual(["", "person 12"]);
  await user.clear(screen.getByRole("searchbox"));
  await user.click(screen.getByRole("radio", { name: "Groups 1" }));
  expect(await screen.findByText("Person 7")).toBeVisible();
  await waitFor(() => expect(screen.getAllByTestId("member-row")).toHaveLength(1));
});

it("removes what is checked by keys, and takes one back", async () => {
  const group = aGroup(5);
  const { host, user } = show(group.answers);
  await focusGrid();
  await user.keyboard("x{Shift>}{ArrowDown}{/Shift}");
  expect(await row("Łukasz Wójcik")).toHaveAttribute("aria-selected", "true");
  await user.click(screen.getByRole("button", { name: "Remove 2" }));
  await waitFor(() => expect([...group.removed]).toEqual(["u1", "u2"]));
  expect(edits(host)).toEqual([
    [
      { kind: "removeMember", value: "u1" },
      { kind: "removeMember", value: "u2" },
    ],
  ]);
  const gone = await row("Łukasz Wójcik");
  await waitFor(() => expect(gone).toHaveAttribute("data-change", "removed"));
  expect(gone).toHaveAttribute("data-row", "1");
  await user.click(within(gone).getByRole("button", { name: "Undo: Łukasz Wójcik removed" }));
  await waitFor(() => expect([...group.removed]).toEqual(["u1"]));
  expect(edits(host)[1]).toEqual([{ kind: "keepMember", value: "u2" }]);
  expect(host.requests("draft_open")).toHaveLength(1);
});

it("checks all that are loaded, and Delete puts them into the draft only", async () => {
  const group = aGroup(40);
  const { host, user } = show(group.answers);
  await focusGrid();
  await user.keyboard("{Control>}a{/Control}");
  expect(screen.getByRole("button", { name: "Remove 40" })).toBeVisible();
  await user.keyboard("{Delete}");
  await waitFor(() => expect(group.removed.size).toBe(40));
  expect(host.requests("write_prepare")).toEqual([]);
  expect(screen.queryByRole("button", { name: /^Remove/ })).toBeNull();
});

it("starts the write of the draft, by the key as well", async () => {
  const { host, user } = show(aGroup(3).answers);
  await focusGrid();
  await user.keyboard("{Delete}");
  await screen.findByRole("button", { name: /Send/ });
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() =>
    expect(host.requests("write_prepare")).toEqual([
      { tenantId: "sandbox", intent: { kind: "draft", draft: "d1", anyway: false } },
    ]),
  );
});

it("discards what is pending after asking", async () => {
  const group = aGroup(3);
  const { host, user } = show(group.answers);
  await focusGrid();
  await user.keyboard("{Delete}");
  await user.click(await screen.findByRole("button", { name: "Discard" }));
  const dialog = await screen.findByRole("alertdialog", {
    name: "Discard 1 change of the members?",
  });
  await user.click(within(dialog).getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(host.requests("draft_discard")).toHaveLength(1));
  await waitFor(() => expect(screen.queryByTestId("exact-request")).toBeNull());
  expect(await row("Nadia El Fassi")).toHaveAttribute("data-change", "kept");
});

it("says why the list may not be complete", async () => {
  const group = aGroup(3);
  const change = group.answers.draft_change;
  const { user } = show({
    ...group.answers,
    draft_change: async (request, tools) => {
      const draft = await change?.(request, tools);
      if (!draft?.members) throw new Error("no draft");
      const incomplete = "The server sent 1,000 members, which is a round number.";
      return { ...draft, members: { ...draft.members, incomplete } };
    },
  });
  await focusGrid();
  await user.keyboard("{Delete}");
  const note = await screen.findByTestId("members-incomplete");
  expect(note).toHaveTextContent("The server sent 1,000 members");
  expect(note).toHaveTextContent("Only added and removed members are sent; PUT is not offered.");
});

it("keeps the table when an edit is refused, and says why", async () => {
  const { user } = show({
    ...aGroup(3).answers,
    draft_change: failing(anError({ title: "The draft cannot be changed" })),
  });
  await focusGrid();
  await user.keyboard("{Delete}");
  expect(await screen.findByRole("alert")).toHaveTextContent("The draft cannot be changed");
  expect(await row("Nadia El Fassi")).toHaveAttribute("data-change", "kept");
});

it("looks names up when told to, and marks who is not there", async () => {
  const nameless = (it: MemberRow): MemberRow => {
    const { value, change } = it;
    return value === "u3" ? { value, change, dangling: false } : it;
  };
  const { host, user } = show({
    ...aGroup(4, nameless).answers,
    references_resolve: ({ references, askServer }, { emit }) => {
      const names = references.map(() =>
        askServer ? ({ kind: "dangling" } as const) : ({ kind: "unknown" } as const),
      );
      if (askServer) emit({ names });
      return { names };
    },
  });
  const line = await row("u3");
  expect(line).not.toHaveTextContent("not found");
  await user.click(await screen.findByRole("button", { name: "Look up the name" }));
  await waitFor(() => expect(line).toHaveTextContent("not found"));
  const asked = host.requests("references_resolve").filter(({ askServer }) => askServer);
  expect(asked).toEqual([{ tenantId: "sandbox", references: [{ value: "u3" }], askServer: true }]);
});

it("puts the pane behind a button where there is no room beside the table", async () => {
  const { user } = show(aGroup(3).answers, false);
  await focusGrid();
  expect(screen.queryByTestId("members-pane")).toBeNull();
  await user.keyboard("{Delete}");
  await user.click(await screen.findByRole("button", { name: "Review and send" }));
  expect(await screen.findByRole("button", { name: /^Send/ })).toBeVisible();
  expect(screen.getByText("1 pending change")).toBeVisible();
});

it("copies the request for another program, and names what it needs", async () => {
  const { host, user } = show({
    ...aGroup(3).answers,
    request_snippet: () => ({ text: "curl …", variables: ["SCIM_TOKEN"] }),
  });
  await focusGrid();
  await user.keyboard("{Delete}");
  await user.click(await screen.findByRole("button", { name: "Copy as" }));
  await user.click(await screen.findByRole("menuitem", { name: "cURL" }));
  expect((await screen.findAllByText(/^Set SCIM_TOKEN before it is run/))[0]).toBeVisible();
  expect(host.copied).toEqual(["curl …"]);
  expect(host.requests("request_snippet")[0]).toMatchObject({ method: "PATCH", format: "curl" });
});

function Count({ resourceType }: { resourceType: string }) {
  return <p>count {String(useMembersCount({ ...WHICH, resourceType }))}</p>;
}

it("counts members only of resources whose schemas have them", async () => {
  const { answers } = aGroup(12);
  const group = renderScreen(<Count resourceType="Group" />, { answers, tenantId: "sandbox" });
  expect(await screen.findByText("count 12")).toBeVisible();
  group.unmount();
  const user = renderScreen(<Count resourceType="User" />, { answers, tenantId: "sandbox" });
  await waitFor(() => expect(user.host.requests("columns_read")).toHaveLength(1));
  expect(columnsOf("User").available.some(({ path }) => path === "members")).toBe(false);
  expect(await screen.findByText("count undefined")).toBeVisible();
  expect(user.host.requests("members_list")).toEqual([]);
});

it("puts all members in an order, by keys as well, and then again as the server has them", async () => {
  const { host, user } = show(aGroup(3).answers);
  await focusGrid();
  await user.keyboard("{ArrowUp}");
  const display = screen.getByRole("button", { name: "display" });
  expect(display).toHaveFocus();
  await user.keyboard("{Enter}");
  const heading = screen.getByRole("columnheader", { name: "display" });
  expect(heading).toHaveAttribute("aria-sort", "ascending");
  await waitFor(() => expect(host.requests("members_list").at(-1)?.sort).toBeDefined());
  expect(host.requests("members_list").at(-1)?.sort).toEqual({ by: "display", descending: false });
  await user.keyboard("{Enter}");
  expect(heading).toHaveAttribute("aria-sort", "descending");
  await waitFor(async () => expect(await row("Person 3")).toHaveAttribute("data-row", "0"));
  await user.keyboard("{Enter}");
  expect(heading).toHaveAttribute("aria-sort", "none");
  await user.keyboard("{ArrowRight}");
  expect(screen.getByRole("button", { name: "userName" })).toHaveFocus();
  await user.keyboard("{ArrowDown}");
  await waitFor(async () => expect(await row("Nadia El Fassi")).toHaveFocus());
});

it("saves what is shown, in the order in which it is", async () => {
  const { host, user } = show({
    ...aGroup(3).answers,
    members_export: () => ({ path: "members.csv" }),
  });
  await row("Nadia El Fassi");
  await user.click(screen.getByRole("button", { name: "type" }));
  await user.type(screen.getByRole("searchbox", { name: /^Find/ }), "Person");
  await waitFor(() => expect(host.requests("members_list").at(-1)?.text).toBe("Person"));
  await user.click(screen.getByRole("button", { name: "Save these members" }));
  await user.click(await screen.findByRole("menuitem", { name: "Save as CSV" }));
  expect(await screen.findByText("members.csv")).toBeVisible();
  expect(host.requests("members_export")).toEqual([
    {
      ...WHICH,
      shown: "all",
      text: "Person",
      sort: { by: "type", descending: false },
      format: "csv",
    },
  ]);
});

// The merge: what was chosen, what is waited for, and the keys.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Merge } from "../../host/generated/Merge";
import { useWhereabouts } from "../../state/navigation";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { aDraft, aMerge, aMergeRow, aViolation } from "../../testing/fakeDrafts";
import { renderScreen } from "../../testing/render";
import { MergeScreen } from "./MergeScreen";

function AtPlace() {
  const { place } = useWhereabouts();
  return place.screen === "merge" ? (
    <MergeScreen tenantId="t1" resourceType="User" draft={place.draft} />
  ) : (
    <output>{JSON.stringify(place)}</output>
  );
}

function textOf(json: string | undefined): string | undefined {
  const value: unknown = json === undefined ? undefined : JSON.parse(json);
  return typeof value === "string" ? value : json;
}

const refused = failing({ code: "readOnly", title: "Read-only", detail: "", hints: [] });

function answers(merge = aMerge()): Answers {
  let now = merge;
  return {
    merge_read: () => now,
    merge_choose: ({ choices }) => {
      const rows = now.rows.map((row) => {
        const chosen = choices.find(({ path }) => path === row.path);
        if (!chosen) return row;
        const result = chosen.side === "typed" ? textOf(chosen.json) : row[chosen.side];
        return {
          ...row,
          undecided: false,
          side: chosen.side,
          ...(result === undefined ? {} : { result }),
        };
      });
      now = { ...now, rows, undecided: rows.filter((it) => it.undecided).length };
      return now;
    },
    draft_read: () => aDraft({ conflict: true }),
    merge_apply: () => aDraft(),
    write_prepare: refused,
  };
}

async function merge(more: Answers = {}, first = aMerge()) {
  const drawn = renderScreen(<AtPlace />, {
    answers: { ...answers(first), ...more },
    tenantId: "t1",
    place: { screen: "merge", resourceType: "User", draft: "d1" },
  });
  await screen.findByRole("grid", { name: "Merge" });
  return drawn;
}

function row(path: string): HTMLElement {
  const found = screen.getAllByTestId("merge-row").find((it) => it.dataset.path === path);
  if (!found) throw new Error(`no row ${path}`);
  return found;
}

it("groups what stands alike, and shows both sides and the result", async () => {
  await merge();
  const groups = screen.getAllByRole("rowgroup").map((it) => it.getAttribute("aria-label"));
  expect(groups).toEqual(["Needs your choice", "Only yours", "Only theirs"]);
  expect(row("title")).toHaveTextContent("titleAnalystSenior AnalystLead choose one");
  expect(row("locale")).toHaveTextContent("localefr-MAfr-FRunchangedfr-FR");
});

it("waits for every choice before it can be sent", async () => {
  const { host, user } = await merge();
  const send = screen.getByTestId("send-merge");
  expect(send).toBeDisabled();
  expect(screen.getByText(/needs a choice, and 1 more/)).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "title: yours" }));
  await waitFor(() => expect(row("title")).not.toHaveTextContent("choose one"));
  expect(send).toBeDisabled();
  await user.click(screen.getByRole("radio", { name: "manager: theirs" }));
  await waitFor(() => expect(send).toBeEnabled());
  expect(host.requests("merge_choose").map(({ choices }) => choices)).toEqual([
    [{ path: "title", side: "yours" }],
    [{ path: "manager", side: "theirs" }],
  ]);
});

it("takes one side for all that both changed, and for nothing else", async () => {
  const { host, user } = await merge();
  await user.click(screen.getByRole("button", { name: "All mine" }));
  await waitFor(() => expect(screen.getByTestId("send-merge")).toBeEnabled());
  expect(host.requests("merge_choose")[0]?.choices).toEqual([
    { path: "title", side: "yours" },
    { path: "manager", side: "yours" },
  ]);
});

it("goes through the rows and chooses by keys", async () => {
  const { host, user } = await merge();
  row("title").focus();
  await user.keyboard("{ArrowRight}j");
  expect(row("manager")).toHaveFocus();
  await user.keyboard("{ArrowLeft}");
  await waitFor(() => expect(host.requests("merge_choose")).toHaveLength(2));
  expect(host.requests("merge_choose").map(({ choices }) => choices[0])).toEqual([
    { path: "title", side: "yours" },
    { path: "manager", side: "theirs" },
  ]);
  await user.keyboard("k");
  expect(row("title")).toHaveFocus();
});

it("N goes to the next that needs a choice", async () => {
  const { user } = await merge();
  row("title").focus();
  await user.keyboard("n");
  await waitFor(() => expect(row("manager")).toHaveFocus());
  await user.keyboard("n");
  await waitFor(() => expect(row("title")).toHaveFocus());
});

it("makes the draft what came of it, and only then sends that", async () => {
  const { host, user } = await merge();
  await user.click(screen.getByRole("button", { name: "All theirs" }));
  await waitFor(() => expect(screen.getByTestId("send-merge")).toBeEnabled());
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(host.requests("write_prepare")).toHaveLength(1));
  const names = host.calls.map(({ name }) => name);
  expect(names.indexOf("merge_apply")).toBeLessThan(names.indexOf("write_prepare"));
});

it("sends nothing where the merge could not be applied, and says why", async () => {
  const failure = failing({ code: "storage", title: "The disk is full", detail: "", hints: [] });
  const { host, user } = await merge({ merge_apply: failure }, aMerge({ undecided: 0 }));
  await user.click(screen.getByTestId("send-merge"));
  expect(await screen.findByText("The disk is full")).toBeVisible();
  expect(host.requests("write_prepare")).toEqual([]);
});

it("reads the server's version again, which sends nothing", async () => {
  const { host, user } = await merge();
  await user.click(screen.getByRole("button", { name: "Read again" }));
  await waitFor(() => expect(host.requests("write_prepare")).toHaveLength(1));
  expect(host.requests("write_send")).toEqual([]);
  expect(await screen.findByText("Read-only")).toBeVisible();
});

it("shows only those that are asked for", async () => {
  const { user } = await merge();
  const shown = screen.getByRole("radiogroup", { name: "Attributes" });
  await user.click(within(shown).getByRole("radio", { name: /Only theirs/ }));
  expect(screen.getAllByTestId("merge-row").map((it) => it.dataset.path)).toEqual(["locale"]);
});

it("keeps it for later and leads to the resource", async () => {
  const { host, user } = await merge();
  await screen.findByRole("radiogroup", { name: "How it is sent" });
  await user.click(screen.getByTestId("merge-later"));
  expect(await screen.findByText(/"screen":"resource"/)).toHaveTextContent('"id":"7"');
  expect(host.requests("draft_discard")).toEqual([]);
});

it("leads to the request that was refused", async () => {
  const { user } = await merge();
  await user.click(screen.getByRole("button", { name: "Show the 412" }));
  expect(await screen.findByText(/"screen":"history"/)).toHaveTextContent('"exchangeId":"e412"');
});

it("takes a third value that is typed, by keys alone", async () => {
  const { host, user } = await merge();
  row("title").focus();
  await user.keyboard("{Enter}");
  const dialog = await screen.findByRole("dialog", { name: "Another value for title" });
  const field = within(dialog).getByRole("textbox", { name: "Value" });
  expect(field).toHaveFocus();
  expect(field).toHaveValue("Lead");
  expect(within(dialog).getByText("Senior Analyst")).toBeVisible();
  await user.clear(field);
  await user.keyboard('Head of "FX"{Enter}');
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  expect(host.requests("merge_choose")[0]?.choices).toEqual([
    { path: "title", side: "typed", json: '"Head of \\"FX\\""' },
  ]);
  await waitFor(() => expect(row("title")).toHaveTextContent('Head of "FX"'));
});

it("what is typed on while a third value is taken stays", async () => {
  let now = aMerge();
  let answer: (merge: Merge) => void = () => undefined;
  const { host, user } = await merge({
    merge_read: () => now,
    merge_choose: () => new Promise<Merge>((resolve) => (answer = resolve)),
  });
  await user.click(screen.getByRole("button", { name: "title: type another value" }));
  const field = await screen.findByRole("textbox", { name: "Value" });
  await user.type(field, "!{Enter}");
  await waitFor(() => expect(host.requests("merge_choose")).toHaveLength(1));
  await user.type(field, "?");
  now = aMerge({ unchanged: 99 });
  answer(now);
  await screen.findByText(/Unchanged: 99 attributes/);
  expect(field).toBeInTheDocument();
  expect(field).toHaveValue("Lead!?");
});

it("takes no text that is not what the attribute needs", async () => {
  const level = aMergeRow("level", { theirs: "1", yours: "2", control: "integer" });
  const { host, user } = await merge({}, aMerge({ rows: [level], undecided: 1 }));
  await user.click(screen.getByRole("button", { name: "level: type another value" }));
  const field = await screen.findByRole("textbox", { name: "Value" });
  await user.type(field, "x{Enter}");
  expect(field).toHaveAccessibleDescription(/not a whole number/);
  expect(host.requests("merge_choose")).toEqual([]);
  await user.clear(field);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(host.requests("merge_choose")).toHaveLength(1));
  expect(host.requests("merge_choose")[0]?.choices).toEqual([{ path: "level", side: "typed" }]);
});

it("tells at once that what was typed does not fit", async () => {
  let now = aMerge();
  const { user } = await merge({
    merge_read: () => now,
    merge_choose: () => (now = aMerge({ violations: [aViolation("title.x")], blocking: 1 })),
  });
  await user.click(screen.getByRole("button", { name: "title: type another value" }));
  await user.type(await screen.findByRole("textbox", { name: "Value" }), "!{Enter}");
  const dialog = screen.getByRole("dialog");
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("is required");
  await user.click(within(dialog).getByRole("button", { name: "Close" }));
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
});

it("offers no third value for what cannot be typed", async () => {
  const secret = aMergeRow("password", { theirs: "(secret)", yours: "(secret)" });
  delete secret.control;
  await merge({}, aMerge({ rows: [secret], undecided: 1 }));
  expect(screen.queryByRole("button", { name: /type another value/ })).not.toBeInTheDocument();
});

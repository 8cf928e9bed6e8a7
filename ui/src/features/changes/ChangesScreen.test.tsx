// The change log: what is listed, how it is narrowed, read on and saved, and what one entry says in full.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeAll, beforeEach, expect, it } from "vitest";

import { HOSTILE } from "../../testing/fakeDirectory";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { aChange, aChangeEntry, aFoundChange, aPlan } from "../../testing/fakeWrites";
import { anError } from "../../testing/fixtures";
import { renderScreen } from "../../testing/render";
import { useWhereabouts } from "../../state/navigation";
import { ChangesScreen } from "./ChangesScreen";
import { ResourceChanges } from "./ResourceChanges";
import { forgetShownChanges } from "./shown";

beforeEach(forgetShownChanges);

beforeAll(() => {
  // The editor measures text, which jsdom cannot.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});

const THREE = [
  aChangeEntry({ change: "c3", words: "Undid the change of Nadia El Fassi", undoes: "c2" }),
  aChangeEntry({ change: "c2", words: "Changed Nadia El Fassi", undoneBy: "c3", canUndo: false }),
  aChangeEntry({
    change: "c1",
    kind: "delete",
    words: "Deleted Ana Ruiz",
    title: "Ana Ruiz",
    outcome: "differs",
    canUndo: false,
  }),
];

function Here() {
  const { place } = useWhereabouts();
  return (
    <>
      <ChangesScreen tenantId="t1" />
      <output>{JSON.stringify(place)}</output>
    </>
  );
}

const place = () => document.querySelector("output")?.textContent ?? "";

function log(answers: Answers = {}) {
  return renderScreen(<Here />, {
    tenantId: "t1",
    place: { screen: "changes" },
    answers: {
      changes_list: () => ({ changes: THREE, isMore: false, total: 3 }),
      change_read: ({ change }) =>
        aChange({ entry: THREE.find((it) => it.change === change) ?? aChangeEntry() }),
      ...answers,
    },
  });
}

async function row(words: string) {
  const found = (await screen.findByText(words)).closest<HTMLElement>("[role=row]");
  if (!found) throw new Error(`no row ${words}`);
  return found;
}

it("lists what was done, what came of it, and what was undone", async () => {
  log();
  const grid = await screen.findByRole("grid", { name: "Changes" });
  expect(within(grid).getAllByTestId("change-row")).toHaveLength(3);
  expect(await row("Deleted Ana Ruiz")).toHaveTextContent("not as intended");
  expect(await row("Changed Nadia El Fassi")).toHaveTextContent("undone");
  expect(await row("Undid the change of Nadia El Fassi")).toHaveTextContent("undo");
  // What was deleted leads nowhere, and what cannot be undone offers nothing.
  const gone = within(await row("Deleted Ana Ruiz"));
  expect(gone.queryByRole("button", { name: "Ana Ruiz" })).toBeNull();
  expect(gone.queryByRole("button", { name: /Undo/ })).toBeNull();
});

it("undoes from the list: what that would send is shown first", async () => {
  const { host, user } = log({
    write_prepare: () => aPlan({ isUndo: true, question: "Undo the change of Nadia El Fassi?" }),
  });
  const name = "Undo: Undid the change of Nadia El Fassi";
  await user.click(await screen.findByRole("button", { name }));
  expect(
    await screen.findByRole("alertdialog", { name: "Undo the change of Nadia El Fassi?" }),
  ).toBeVisible();
  expect(host.requests("write_prepare")).toEqual([
    { tenantId: "t1", intent: { kind: "undo", change: "c3" } },
  ]);
  expect(screen.queryByTestId("change-detail")).toBeNull();
});

it("is narrowed by words, kind and type, and says when nothing matches", async () => {
  const { host, user } = log({
    changes_list: ({ text }) =>
      text === undefined
        ? { changes: THREE, isMore: false, total: 3 }
        : { changes: [], isMore: false, total: 3 },
  });
  await row("Deleted Ana Ruiz");
  await user.click(screen.getByRole("combobox", { name: "Kind" }));
  await user.click(await screen.findByRole("option", { name: "Deleted" }));
  await waitFor(() =>
    expect(host.requests("changes_list").at(-1)).toMatchObject({ kind: "delete" }),
  );
  await user.click(screen.getByRole("combobox", { name: "Resource type" }));
  await user.click(await screen.findByRole("option", { name: "Groups" }));
  await waitFor(() =>
    expect(host.requests("changes_list").at(-1)).toMatchObject({ resourceType: "Group" }),
  );
  await user.type(screen.getByRole("textbox", { name: "Words of the change" }), "nobody");
  expect(await screen.findByText("No change matches")).toBeVisible();
  expect(host.requests("changes_list").at(-1)).toEqual({
    tenantId: "t1",
    kind: "delete",
    resourceType: "Group",
    text: "nobody",
    limit: 100,
  });
  await user.click(screen.getByRole("button", { name: "Show all" }));
  expect(await row("Deleted Ana Ruiz")).toBeVisible();
});

it("reads on behind the oldest that is there", async () => {
  const older = aChangeEntry({ change: "c0", words: "Created Ana Ruiz", kind: "create" });
  const { host } = log({
    changes_list: ({ before }) =>
      before === undefined
        ? { changes: THREE, isMore: true, total: 4 }
        : { changes: [older], isMore: false, total: 4 },
  });
  expect(await row("Created Ana Ruiz")).toBeVisible();
  expect(host.requests("changes_list").map(({ before }) => before)).toEqual([undefined, "c1"]);
});

it("shows an entry in full: attributes, what differs, before and after, the request and its exchange", async () => {
  const { user } = log({
    change_read: () =>
      aChange({
        outcomeWords: "title is still Analyst.",
        differences: [{ path: "title", intended: "Lead", actual: "Analyst" }],
      }),
  });
  await user.click(await screen.findByText("Changed Nadia El Fassi"));
  const detail = await screen.findByRole("region", { name: "Change" });
  expect(detail).toHaveTextContent("title is still Analyst.");
  expect(within(detail).getByRole("insertion")).toHaveTextContent("Payment Operations Lead");
  const differs = within(detail).getByRole("table", { name: "What differs" });
  expect(within(differs).getAllByRole("row")[1]).toHaveTextContent("titleLeadAnalystnothing");
  await user.click(within(detail).getByRole("tab", { name: "Request" }));
  expect(detail).toHaveTextContent("PATCH https://scim.aurelia-bank.eu/scim/v2/Users/u1");
  await user.click(within(detail).getByRole("button", { name: "Show in History" }));
  expect(place()).toBe('{"screen":"history","exchangeId":"e9"}');
});

it("is saved as a file, and says where that is", async () => {
  const { host, user } = log({ changes_export: () => ({ path: "Documents/changes.json" }) });
  await row("Deleted Ana Ruiz");
  await user.click(screen.getByRole("button", { name: "Export" }));
  expect(await screen.findByText("Documents/changes.json")).toBeVisible();
  expect(host.requests("changes_export")).toEqual([{ tenantId: "t1" }]);
});

it("says nothing of a file where no place was chosen", async () => {
  const { host, user } = log({ changes_export: () => ({}) });
  await row("Deleted Ana Ruiz");
  await user.click(screen.getByRole("button", { name: "Export" }));
  await waitFor(() => expect(host.requests("changes_export")).toHaveLength(1));
  expect(screen.getByTestId("changes-saved")).toBeEmptyDOMElement();
});

it("says that nothing was changed yet, and that it could not be read", async () => {
  const { unmount } = log({ changes_list: () => ({ changes: [], isMore: false, total: 0 }) });
  expect(await screen.findByText("No changes yet")).toBeVisible();
  expect(screen.getByRole("button", { name: "Export" })).toBeDisabled();
  unmount();
  log({ changes_list: failing(anError()) });
  expect(await screen.findByTestId("error-card")).toHaveTextContent("Cannot reach");
});

it("draws what a server calls things as text", async () => {
  log({
    changes_list: () => ({
      changes: [aChangeEntry({ words: HOSTILE, title: HOSTILE, resourceType: HOSTILE })],
      isMore: false,
      total: 1,
    }),
  });
  expect((await screen.findAllByText(HOSTILE)).length).toBeGreaterThan(1);
  expect(document.querySelector("img")).toBeNull();
});

const READ_AT = "2026-10-16T08:00:00Z";
const NADIA = { tenantId: "t1", resourceType: "User", id: "u1" };

it("lists the changes of one resource with their attributes, and undoes from there", async () => {
  const { host, user } = renderScreen(<ResourceChanges which={NADIA} readAt={READ_AT} />, {
    tenantId: "t1",
    answers: {
      changes_list: () => ({ changes: THREE, isMore: false, total: 3 }),
      write_prepare: () => aPlan({ isUndo: true, question: "Undo it?" }),
    },
  });
  const list = await screen.findByRole("list", { name: "Changes of this" });
  expect(host.requests("changes_list")[0]).toEqual({ ...NADIA, limit: 50 });
  expect(list).toHaveTextContent("The server answered that it was done, and has something else.");
  expect(within(list).getAllByRole("insertion")[0]).toHaveTextContent("Payment Operations Lead");
  await user.click(within(list).getByRole("button", { name: "Undo…" }));
  expect(await screen.findByRole("alertdialog", { name: "Undo it?" })).toBeVisible();
});

it("tells what others changed from what was written from here, and between which reads it was made", async () => {
  const { host, user } = renderScreen(<ResourceChanges which={NADIA} readAt={READ_AT} />, {
    tenantId: "t1",
    answers: {
      changes_list: () => ({ changes: [aChangeEntry()], isMore: false, total: 1 }),
      changes_find: () => ({ found: [aFoundChange()], since: "2026-10-08T06:00:00Z" }),
    },
  });
  const list = await screen.findByRole("list", { name: "Changes of this" });
  const [first, second] = within(list)
    .getAllByRole("listitem")
    .filter((it) => it.parentElement === list);
  if (!first || !second) throw new Error("there are two changes");
  expect(first).toHaveTextContent("not from here");
  expect(first).toHaveTextContent("found by reading");
  expect(first).toHaveTextContent(/Made between .* and .*, when it was read/);
  expect(within(first).getByRole("deletion")).toHaveTextContent("Ingrid Ström");
  expect(within(first).getByRole("insertion")).toHaveTextContent("Kwame Nkansah");
  expect(within(first).queryByRole("button", { name: "Undo…" })).not.toBeInTheDocument();
  expect(second).toHaveTextContent("from here");
  expect(within(second).getByRole("button", { name: "Undo…" })).toBeVisible();
  expect(screen.getByText(/differences between reads since/)).toBeVisible();
  await user.click(within(first).getByRole("button", { name: "Read after" }));
  expect(host.requests("changes_find")).toEqual([NADIA]);
});

it("still lists what was written from here where the reads cannot be looked through", async () => {
  renderScreen(<ResourceChanges which={NADIA} readAt={READ_AT} />, {
    tenantId: "t1",
    answers: {
      changes_list: () => ({ changes: [aChangeEntry()], isMore: false, total: 1 }),
      changes_find: failing(anError()),
    },
  });
  expect(await screen.findByText(/What others changed could not be looked up/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Undo…" })).toBeVisible();
});

// A write from the press to being sent: unlocked, asked, sent once; by role and name, mostly by keys.
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { WriteIntent } from "../../host/generated/WriteIntent";
import type { WriteSent } from "../../host/generated/WriteSent";
import { HOSTILE } from "../../testing/fakeDirectory";
import { failing } from "../../testing/fakeHost";
import {
  aDeletion,
  aPendingChange,
  aPlan,
  aResult,
  aTarget,
  DONE,
  sentAs,
} from "../../testing/fakeWrites";
import { aGuard, anError } from "../../testing/fixtures";
import { asked, DELETE, place, write } from "../../testing/writing";

const send = { name: /^Send/ };

it("asks for the tenant's name in its band, with the diff, the guard and the masked request", async () => {
  const { host, user } = await write({
    plan: aPlan({ notes: ["The title is also kept elsewhere."] }),
  });
  const dialog = await asked();
  expect(dialog).toHaveAccessibleName("Send 1 change to Nadia El Fassi?");
  expect(dialog).toHaveTextContent("Production, Aurelia Bank");
  const diff = within(dialog).getByRole("list", { name: "What changes" });
  expect(within(diff).getByRole("deletion")).toHaveTextContent("Payment Operations Analyst");
  expect(within(diff).getByRole("insertion")).toHaveTextContent("Payment Operations Lead");
  expect(dialog).toHaveTextContent("the server refuses it and nothing is written");
  expect(dialog).toHaveTextContent("The title is also kept elsewhere.");
  expect(dialog).toHaveTextContent("Changes keeps an undo.");
  await user.click(within(dialog).getByRole("button", { name: "Show the request" }));
  const request = within(dialog).getByTestId("write-request");
  expect(request).toHaveTextContent("PATCH https://scim.aurelia-bank.eu/scim/v2/Users/u1");
  expect(request).toHaveTextContent("Bearer ••••");
  expect(request).toHaveTextContent('"op": "replace"');
  expect(host.requests("write_send")).toEqual([]);
});

it("takes no key that is held down; then Enter sends, once", async () => {
  const { host, user } = await write();
  const dialog = await asked();
  const button = within(dialog).getByRole("button", send);
  await waitFor(() => expect(button).toHaveFocus());
  expect(fireEvent.keyDown(button, { key: "Enter", repeat: true })).toBe(false);
  expect(host.requests("write_send")).toEqual([]);
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(host.requests("write_send")).toEqual([{ tenantId: "t1", plan: "p1" }]),
  );
});

it("is taken back by Escape, and nothing is sent", async () => {
  const { host, user } = await write();
  await asked();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(host.requests("write_send")).toEqual([]);
});

it("sends at once where nobody has to be asked, says so, and undoes from there", async () => {
  const intents: WriteIntent[] = [];
  const { host, user } = await write({
    answers: {
      write_prepare: ({ intent }) => {
        intents.push(intent);
        return intent.kind === "undo"
          ? aPlan({
              plan: "p2",
              isUndo: true,
              question: "Undo this?",
              confirming: { kind: "none" },
            })
          : aPlan({ confirming: { kind: "none" } });
      },
    },
  });
  expect(await screen.findByText("Changed Nadia El Fassi, title changed")).toBeVisible();
  expect(screen.queryByRole("alertdialog")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  // Whatever the tenant's guard: what undoing would send is shown first.
  expect(await asked()).toHaveAccessibleName("Undo this?");
  expect(intents.at(-1)).toEqual({ kind: "undo", change: "c1" });
  expect(host.requests("write_send")).toHaveLength(1);
});

it("shows a deletion first, wherever that is", async () => {
  const { host } = await write({
    intent: DELETE,
    plan: aDeletion({ confirming: { kind: "none" } }),
  });
  expect(await asked()).toHaveAccessibleName("Delete Nadia El Fassi?");
  expect(host.requests("write_send")).toEqual([]);
});

it("wants the tenant's name typed, and nothing else will do", async () => {
  const { host, user } = await write({ intent: DELETE, plan: aDeletion() });
  const dialog = await asked();
  const field = within(dialog).getByRole("textbox", { name: "Type Aurelia Bank to go on" });
  const button = within(dialog).getByRole("button", { name: /^Delete/ });
  expect(button).toBeDisabled();
  expect(dialog).toHaveTextContent("SCIM has no undelete.");
  await user.type(field, "Aurelia B{Enter}");
  expect(button).toBeDisabled();
  expect(host.requests("write_send")).toEqual([]);
  await user.type(field, "ank{Enter}");
  await waitFor(() =>
    expect(host.requests("write_send")).toEqual([
      { tenantId: "t1", plan: "p1", typedName: "Aurelia Bank" },
    ]),
  );
});

it("saves what is to be deleted, and says where", async () => {
  const { host, user } = await write({
    intent: DELETE,
    plan: aDeletion(),
    answers: { resources_save: () => ({ path: "Documents/nadia.json" }) },
  });
  const dialog = await asked();
  await user.click(within(dialog).getByRole("button", { name: "Save as JSON" }));
  expect(await within(dialog).findByText("Documents/nadia.json")).toBeVisible();
  expect(host.requests("resources_save")).toEqual([{ tenantId: "t1", plan: "p1" }]);
});

it("disables instead: the same resources, worked out and asked anew", async () => {
  const { host, user } = await write({
    intent: DELETE,
    answers: {
      write_prepare: ({ intent }) =>
        intent.kind === "delete"
          ? aDeletion()
          : aPlan({ plan: "p2", kind: "disable", question: "Disable Nadia El Fassi?" }),
    },
  });
  const dialog = await asked();
  await user.click(within(dialog).getByRole("button", { name: "Disable instead" }));
  expect(await screen.findByRole("alertdialog", { name: "Disable Nadia El Fassi?" })).toBeVisible();
  expect(host.requests("write_prepare").at(-1)?.intent).toEqual({
    kind: "setActive",
    resourceType: "User",
    ids: ["u1"],
    active: false,
  });
});

it("is unlocked first where the tenant is read-only, then worked out again", async () => {
  let prepared = 0;
  const locked = aPlan({ blocked: { kind: "readOnly" }, guard: aGuard() });
  delete locked.plan;
  const { host, user } = await write({
    answers: {
      write_prepare: () => {
        prepared += 1;
        return prepared === 1 ? locked : aPlan();
      },
    },
  });
  const dialog = await screen.findByRole("dialog", { name: "Unlock writes to Aurelia Bank?" });
  expect(dialog).toHaveTextContent("Nothing was sent: this tenant is read-only.");
  await user.type(within(dialog).getByRole("textbox", { name: "Reason" }), "INC-1{Enter}");
  expect(await asked()).toHaveAccessibleName("Send 1 change to Nadia El Fassi?");
  expect(prepared).toBe(2);
  expect(host.requests("write_send")).toEqual([]);
});

it("is over when the unlocking is cancelled", async () => {
  const locked = aPlan({ blocked: { kind: "readOnly" } });
  delete locked.plan;
  const { host, user } = await write({ plan: locked });
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(host.requests("write_prepare")).toHaveLength(1);
});

it.each([
  [{ kind: "nothingToDo", words: "It is disabled already." }, "It is disabled already."],
  [{ kind: "invalid", count: 2 }, "2 things do not fit the schema."],
  [{ kind: "refused", words: "A PUT would lose the members." }, "A PUT would lose the members."],
] as const)("says why nothing can be sent: %j", async (blocked, words) => {
  const plan = aPlan({ blocked: { ...blocked } });
  delete plan.plan;
  await write({ plan });
  const dialog = await screen.findByRole("alertdialog");
  expect(within(dialog).getByRole("alert")).toHaveTextContent(words);
  expect(dialog).toHaveTextContent("Nothing was sent.");
});

it("leads to the merge where the resource has changed since it was read", async () => {
  const plan = aPlan({ blocked: { kind: "conflict", draft: "d1" } });
  delete plan.plan;
  await write({ plan });
  expect(await screen.findByText("It has changed on the server")).toBeVisible();
  expect(place()).toBe('{"screen":"merge","resourceType":"User","draft":"d1"}');
});

it("hands the conflict to whoever began the write and wants it", async () => {
  const onConflict = vi.fn();
  const plan = aPlan({ blocked: { kind: "conflict", draft: "d1" }, targets: [] });
  delete plan.plan;
  await write({ plan, options: { onConflict } });
  await waitFor(() => expect(onConflict).toHaveBeenCalledWith("d1"));
  expect(place()).toBe('{"screen":"start"}');
});

it("shows why it could not be worked out, and tries again", async () => {
  const { host, user } = await write({ answers: { write_prepare: failing(anError()) } });
  const dialog = await screen.findByRole("alertdialog", {
    name: "It is not known what would be sent",
  });
  expect(within(dialog).getByRole("alert")).toHaveTextContent("Cannot reach");
  expect(dialog).toHaveTextContent("Nothing was sent.");
  await user.click(within(dialog).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(host.requests("write_prepare")).toHaveLength(2));
});

it("says how far it is, and stops before the next one", async () => {
  let progress: (at: number) => void = () => undefined;
  let answer: (sent: WriteSent) => void = () => undefined;
  let signal: AbortSignal | undefined;
  const targets = ["u1", "u2", "u3"].map((id) => aTarget({ id, title: `Person ${id}` }));
  const { user } = await write({
    plan: aPlan({ targets }),
    answers: {
      write_send: (_, tools) => {
        signal = tools.signal;
        progress = (at) => tools.emit({ kind: "sending", at });
        return new Promise<WriteSent>((resolve) => {
          answer = resolve;
        });
      },
    },
  });
  const dialog = await asked();
  await user.click(within(dialog).getByRole("button", send));
  act(() => progress(1));
  expect(await within(dialog).findByText("Sending 2 of 3")).toBeVisible();
  await user.keyboard("{Escape}");
  expect(dialog).toBeInTheDocument();
  await user.click(within(dialog).getByRole("button", { name: "Stop after this one" }));
  expect(signal?.aborted).toBe(true);
  expect(dialog).toHaveTextContent("What is on its way is waited for");
  answer({
    results: [
      aResult(DONE, { id: "u1", title: "Person u1" }),
      aResult(DONE, { id: "u2", title: "Person u2", change: "c2" }),
      aResult({ kind: "notSent" }, { id: "u3", title: "Person u3" }),
    ],
  });
  const results = await screen.findByRole("alertdialog", { name: "Not all of it was done" });
  expect(within(results).getByRole("alert")).toHaveTextContent("2 done, 1 not sent");
  const rows = within(within(results).getByRole("list", { name: "What came of each" }));
  expect(rows.getAllByRole("listitem").map((it) => it.dataset.outcome)).toEqual([
    "notSent",
    "done",
    "done",
  ]);
  expect(rows.getByRole("button", { name: "Undo Person u2" })).toBeVisible();
});

it("names what is left out and why, and lists many only when asked", async () => {
  const targets = Array.from({ length: 40 }, (_, at) =>
    aTarget({ id: `u${at}`, title: `Person ${at}` }),
  );
  const { user } = await write({
    plan: aDeletion({
      targets,
      skipped: [{ id: "u99", title: "Ana Ruiz", reason: "It is gone already." }],
    }),
  });
  const dialog = await asked();
  expect(within(dialog).getByRole("region", { name: "One is left out" })).toHaveTextContent(
    "Ana Ruiz: It is gone already.",
  );
  const list = within(dialog).getByRole("list", { name: "40 resources" });
  expect(within(list).getAllByRole("listitem")).toHaveLength(25);
  await user.click(within(dialog).getByRole("button", { name: "show all" }));
  expect(within(list).getAllByRole("listitem")).toHaveLength(40);
});

it("never sends again by itself: what could not be sent is worked out anew", async () => {
  const { host, user } = await write({
    answers: { write_send: failing(anError({ code: "notConfirmed", title: "The plan is used" })) },
  });
  await asked();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "Work it out again" }));
  await asked();
  expect(host.requests("write_send")).toHaveLength(1);
  expect(host.requests("write_prepare")).toHaveLength(2);
});

it("says when it took a while until the server showed it, and tells whoever began it", async () => {
  const onSent = vi.fn();
  await write({
    plan: aPlan({ confirming: { kind: "none" } }),
    sent: sentAs({ kind: "done", reads: 3 }),
    options: { onSent },
  });
  expect(await screen.findByText("The server showed it after 3 reads.")).toBeVisible();
  expect(onSent).toHaveBeenCalledTimes(1);
});

it("draws what a server calls things as text, and no secret at all", async () => {
  await write({
    plan: aPlan({
      question: HOSTILE,
      notes: [HOSTILE],
      skipped: [{ id: "1", title: HOSTILE, reason: HOSTILE }],
      targets: [
        aTarget({
          changes: [
            aPendingChange({ path: HOSTILE, before: HOSTILE, after: HOSTILE }),
            { path: "password", pointer: "/password", op: "add", secret: true },
          ],
          lost: [{ path: HOSTILE, value: HOSTILE }],
        }),
      ],
    }),
  });
  const dialog = await asked();
  expect(document.querySelector("img")).toBeNull();
  expect(dialog).toHaveTextContent("A secret: its value is sent, and never shown.");
});

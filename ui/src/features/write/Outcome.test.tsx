// What came of a write: each outcome in its own words, with its next step, until somebody closes it.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import type { WriteSent } from "../../host/generated/WriteSent";
import { aPlan, sentAs } from "../../testing/fakeWrites";
import { anError } from "../../testing/fixtures";
import { place, write } from "../../testing/writing";

async function told(sent: WriteSent) {
  const drawn = await write({ plan: aPlan({ confirming: { kind: "none" } }), sent });
  return { ...drawn, dialog: await screen.findByRole("alertdialog") };
}

it("says what is not as intended: intended, actual, before, the rule, and the ways on", async () => {
  const { dialog, user } = await told(
    sentAs(
      {
        kind: "differs",
        words: "The server answered that it was done, but title is still Analyst.",
        differences: [{ path: "title", intended: "Lead", actual: "Analyst", before: "Analyst" }],
        findings: [
          {
            rule: "R14",
            severity: "error",
            pointer: "/title",
            section: "RFC 7644 §3.5.2",
            message: "The change is not there.",
          },
        ],
      },
      { canUndo: true },
    ),
  );
  expect(within(dialog).getByRole("alert")).toHaveTextContent("but title is still Analyst");
  const table = within(dialog).getByRole("table", { name: "What differs" });
  expect(within(table).getAllByRole("row")[1]).toHaveTextContent("titleLeadAnalystAnalyst");
  expect(dialog).toHaveTextContent("R14");
  expect(dialog).toHaveTextContent("RFC 7644 §3.5.2");
  expect(within(dialog).getByRole("button", { name: "Undo…" })).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Show the request" }));
  expect(place()).toBe('{"screen":"history","exchangeId":"e9"}');
});

it.each([
  [
    { kind: "accepted", words: "It will be done later." },
    "The server will do it later",
    "It will be done later.",
  ],
  [
    { kind: "notReadBack", problem: anError() },
    "Done, but not read back",
    "The server answered that it was done.",
  ],
  [
    { kind: "refused", problem: anError({ code: "rejected", title: "The server refused: 400" }) },
    "The server refused it",
    "Nothing was changed. The draft is kept as it was.",
  ],
  [
    { kind: "falseConflict", words: "It says 412, and the version is the same." },
    "The server sees a conflict that is not there",
    "Nothing was written.",
  ],
  [
    { kind: "unknown", problem: anError({ code: "timedOut" }), words: "The change is there." },
    "Nobody knows whether it was done",
    "It was not sent again.",
  ],
  [{ kind: "notSent", problem: anError() }, "It was not sent", "Nothing was sent."],
] as const)("says what %j means, and stays", async (outcome, title, words) => {
  const { dialog, user } = await told(sentAs(outcome));
  expect(dialog).toHaveAccessibleName(title);
  expect(dialog).toHaveTextContent(words);
  await user.click(within(dialog).getByRole("button", { name: /^Close/ }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
});

it("leads from a 412 to the merge", async () => {
  const { dialog, user } = await told(
    sentAs({ kind: "conflict", draft: "d1", words: "Somebody else changed the title." }),
  );
  expect(within(dialog).getByRole("alert")).toHaveTextContent("Somebody else changed the title.");
  await user.click(within(dialog).getByRole("button", { name: "Merge" }));
  expect(place()).toBe('{"screen":"merge","resourceType":"User","draft":"d1"}');
});

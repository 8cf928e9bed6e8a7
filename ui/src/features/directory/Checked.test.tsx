// Rows that are checked: by pointer and by key, and what is done with all of them.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import { directoryAnswers, idAt, personAt } from "../../testing/fakeDirectory";
import type { Answers } from "../../testing/fakeHost";
import { aPlan, aResult, aTarget, DONE } from "../../testing/fakeWrites";
import { appStarted } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

async function directory(answers: Answers = {}) {
  const drawn = renderApp({
    app_start: () => appStarted({ openTenant: "sandbox" }),
    ...directoryAnswers(),
    ...answers,
  });
  await screen.findByText(personAt(0).userName);
  return drawn;
}

const bar = () => within(screen.getByRole("toolbar", { name: "Checked rows" }));
// People of the fixture have namesakes further down.
function box(index: number) {
  const row = document.querySelector<HTMLElement>(`[data-testid=grid-row][data-row='${index}']`);
  if (!row) throw new Error(`no row ${index}`);
  return within(row).getByRole("checkbox", { name: `Check ${personAt(index).name}` });
}

it("checks by pressing the box, which is not pressing the row", async () => {
  const { user } = await directory();
  await user.click(box(2));
  expect(box(2)).toBeChecked();
  expect(bar().getByText("1 selected")).toBeVisible();
  expect(document.querySelector("[data-testid=grid-row][data-row='2']")).toHaveAttribute(
    "aria-selected",
    "false",
  );
  await user.click(bar().getByRole("button", { name: "Clear" }));
  expect(screen.queryByRole("toolbar", { name: "Checked rows" })).toBeNull();
});

it("checks by x, Shift and arrows, and all that were read by Ctrl+A; Escape unchecks", async () => {
  const { user } = await directory();
  await user.keyboard("jx");
  expect(box(0)).toBeChecked();
  await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
  expect(bar().getByText("3 selected")).toBeVisible();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("toolbar", { name: "Checked rows" })).toBeNull();
  await user.keyboard("{Control>}a{/Control}");
  expect(bar().getByText(/^\d{2,3} selected$/)).toBeVisible();
});

it("disables what is checked, and leaves checked what was not done", async () => {
  const { host, user } = await directory({
    write_prepare: () => aPlan({ confirming: { kind: "none" }, targets: [aTarget(), aTarget()] }),
    write_send: () => ({
      results: [
        aResult(DONE, { id: idAt("User", 0) }),
        aResult({ kind: "notSent" }, { id: idAt("User", 1) }),
      ],
    }),
  });
  await user.click(box(0));
  await user.click(box(1));
  await user.click(bar().getByRole("button", { name: "Disable" }));
  const results = await screen.findByRole("alertdialog", { name: "Not all of it was done" });
  expect(host.requests("write_prepare")[0]?.intent).toEqual({
    kind: "setActive",
    resourceType: "User",
    ids: [idAt("User", 0), idAt("User", 1)],
    active: false,
  });
  await user.click(within(results).getByRole("button", { name: /^Close/ }));
  await waitFor(() => expect(bar().getByText("1 selected")).toBeVisible());
  expect(box(1)).toBeChecked();
});

it("deletes what is checked by the key, not what the cursor is on", async () => {
  const { host, user } = await directory({ write_prepare: () => aPlan() });
  await user.click(box(3));
  await user.keyboard("{Delete}");
  await screen.findByRole("alertdialog");
  expect(host.requests("write_prepare")).toEqual([
    {
      tenantId: "sandbox",
      intent: { kind: "delete", resourceType: "User", ids: [idAt("User", 3)] },
    },
  ]);
});

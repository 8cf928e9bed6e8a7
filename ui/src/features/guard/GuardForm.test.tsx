// The write guard in the form of a tenant: what a new one gets, and what it takes to make a saved one looser.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";

import { forgetGuards } from "../../state/guard";
import { guardAnswers } from "../../testing/fakeGuard";
import type { Answers } from "../../testing/fakeHost";
import { aGuard, appStarted, aTenant } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";
import { forgetUnsaved } from "../tenants/unsaved";

beforeEach(() => {
  forgetUnsaved();
  forgetGuards();
});

async function newTenant(answers: Answers = {}) {
  const app = renderApp({ tenant_save: () => aTenant({ id: "new" }), ...answers });
  await app.user.click(await screen.findByTestId("welcome-add-tenant"));
  await app.user.click(await screen.findByTestId("field-baseUrl"));
  await app.user.paste("https://example.test/scim");
  return app;
}

async function editTenant(answers: Answers = guardAnswers()) {
  const app = renderApp({
    tenant_save: () => aTenant(),
    tenant_list: () => appStarted().tenants,
    ...answers,
  });
  await app.user.click(
    await screen.findByRole("button", { name: "Edit the connection Aurelia Bank" }),
  );
  await screen.findByTestId("tenant-form");
  return app;
}

const newGuard = () => within(screen.getByTestId("field-guard"));
const row = () => within(screen.getByTestId("guard-row"));

async function choose(app: Awaited<ReturnType<typeof newTenant>>, environment: string) {
  await app.user.click(screen.getByTestId("field-environment"));
  const option = await waitFor(() => {
    // Not one of the list before, which is still closing.
    const all = [...document.querySelectorAll("[data-open] [role=option]")];
    const found = all.find(({ textContent }) => textContent === environment);
    if (!found) throw new Error(`There is no ${environment} yet.`);
    return found;
  });
  await app.user.click(option);
}

test("a new tenant is production and read-only until somebody says otherwise", async () => {
  const app = await newTenant();
  expect(screen.getByTestId("field-environment")).toHaveTextContent("Production");
  expect(screen.getByTestId("field-guard")).toHaveTextContent("Read-only");
  await app.user.click(screen.getByTestId("tenant-save"));
  await waitFor(() =>
    expect(app.host.requests("tenant_save")).toMatchObject([
      { environment: "production", colour: "red", guard: "readOnly" },
    ]),
  );
});

test("a new production tenant is read-only, whatever was chosen before", async () => {
  const app = await newTenant();
  await choose(app, "Test");
  await app.user.click(newGuard().getByRole("radio", { name: "Confirm each" }));
  await choose(app, "Production");
  expect(screen.getByTestId("field-guard")).toHaveTextContent("Read-only");
  expect(newGuard().queryByRole("radio", { name: "Free" })).toBeNull();
  await app.user.click(screen.getByTestId("tenant-save"));
  await waitFor(() =>
    expect(app.host.requests("tenant_save")).toMatchObject([
      { environment: "production", guard: "readOnly" },
    ]),
  );
});

test("a new staging tenant confirms writes and can be stricter, never looser", async () => {
  const app = await newTenant();
  await choose(app, "Staging");
  expect(newGuard().getByRole("radio", { name: "Confirm each" })).toBeChecked();
  expect(newGuard().queryByRole("radio", { name: "Free" })).toBeNull();
  await app.user.click(newGuard().getByRole("radio", { name: "Read-only" }));
  await app.user.click(screen.getByTestId("tenant-save"));
  await waitFor(() =>
    expect(app.host.requests("tenant_save")).toMatchObject([{ guard: "readOnly" }]),
  );
});

test("a guard that came out stricter than asked is told", async () => {
  const app = await newTenant({ tenant_save: () => aTenant({ id: "new", guard: "readOnly" }) });
  await choose(app, "Test");
  await app.user.click(screen.getByTestId("tenant-save"));
  expect(
    await screen.findByText("Writes: Read-only, as for another tenant of the same server."),
  ).toBeVisible();
});

test("saving a tenant says nothing of its guard", async () => {
  const { user, host } = await editTenant();
  await user.click(screen.getByTestId("field-name"));
  await user.paste(", renamed");
  await user.click(screen.getByTestId("tenant-save"));
  await waitFor(() => expect(host.requests("tenant_save")).toHaveLength(1));
  expect(host.requests("tenant_save")[0]).not.toHaveProperty("guard");
});

test("making a guard looser needs a reason, says what it means, and goes by itself", async () => {
  const { user, host } = await editTenant();
  await user.click(row().getByRole("button", { name: "Change…" }));
  const dialog = await screen.findByTestId("guard-change-dialog");
  expect(dialog).toHaveAccessibleName("How are writes to Aurelia Bank guarded?");
  expect(within(dialog).getByRole("radio", { name: "Read-only" })).toBeChecked();
  await user.click(within(dialog).getByRole("radio", { name: "Free" }));
  expect(within(dialog).getByRole("radio", { name: "Free" })).toHaveAccessibleDescription(
    /sent without asking/,
  );
  expect(dialog).toHaveTextContent("Real people depend on this server.");
  expect(dialog).toHaveTextContent("This does not end by itself");
  await user.click(within(dialog).getByRole("button", { name: "Make it looser" }));
  expect(host.requests("guard_set")).toEqual([]);
  const reason = within(dialog).getByRole("textbox", { name: "Reason" });
  expect(reason).toBeInvalid();
  await user.type(reason, "migration{Enter}");
  await waitFor(() =>
    expect(host.requests("guard_set")).toEqual([
      { tenantId: "t1", mode: "free", reason: "migration" },
    ]),
  );
  await waitFor(() => expect(screen.getByTestId("field-guard")).toHaveTextContent("Free"));
  expect(host.requests("tenant_save")).toEqual([]);
  expect(screen.queryByText("not saved")).toBeNull();
});

test("making a guard stricter is done at once", async () => {
  const { user, host } = await editTenant(guardAnswers(aGuard({ mode: "free" })));
  await user.click(await row().findByRole("button", { name: "Make it read-only" }));
  await waitFor(() => expect(screen.getByTestId("field-guard")).toHaveTextContent("Read-only"));
  expect(host.requests("guard_set")).toEqual([{ tenantId: "t1", mode: "readOnly", reason: "" }]);
});

test("a stricter way is chosen without a reason", async () => {
  const { user, host } = await editTenant(guardAnswers(aGuard({ mode: "free" })));
  await waitFor(() => expect(screen.getByTestId("field-guard")).toHaveTextContent("Free"));
  await user.click(row().getByRole("button", { name: "Change…" }));
  const dialog = await screen.findByTestId("guard-change-dialog");
  await user.click(within(dialog).getByRole("radio", { name: "Confirm each" }));
  expect(within(dialog).queryByRole("textbox")).toBeNull();
  await user.click(within(dialog).getByRole("button", { name: "Make it stricter" }));
  await waitFor(() =>
    expect(host.requests("guard_set")).toEqual([{ tenantId: "t1", mode: "confirm", reason: "" }]),
  );
});

test("the log says when, what and why", async () => {
  const { user } = await editTenant({
    guard_log: () => [
      { at: "2026-10-15T07:56:09Z", event: "timeOver" },
      { at: "2026-10-15T07:41:09Z", event: "unlocked", reason: "INC-4711" },
      { at: "2026-10-14T07:41:09Z" },
    ],
  });
  await user.click(row().getByRole("button", { name: "Show the log" }));
  const log = await screen.findByTestId("guard-log");
  const rows = within(log).getAllByRole("row");
  expect(rows).toHaveLength(4);
  expect(rows[1]).toHaveTextContent("Locked, the time was over");
  expect(rows[2]).toHaveTextContent("Unlocked for 15 minutesINC-4711");
  expect(rows[3]).toHaveTextContent("What a newer version of Scimscope did");
  expect(within(log).getByTitle("2026-10-15 07:41:09 UTC")).toBeVisible();
});

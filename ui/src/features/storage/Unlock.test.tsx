// A locked file asks for its passphrase at the start, and starting over names what it sets aside.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { failing } from "../../testing/fakeHost";
import type { Answers } from "../../testing/fakeHost";
import { aLockedStorage, anError, appStarted, aStorage } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

const PASSPHRASE = "canary plum orchard";
const unlocked = aStorage({ passphrase: "open", keychainName: "the encrypted file" });
const locked: Answers = { app_start: () => appStarted({ storage: aLockedStorage() }) };
const wrong = anError({
  code: "passphrase",
  field: "passphrase",
  title: "This is not the passphrase",
  detail: "The file does not open with it.",
  hints: ["Mind capital letters."],
});

async function dialog() {
  return await screen.findByRole("dialog", { name: "Unlock secrets and history" });
}

test("the passphrase is asked for at once; Enter unlocks, and nothing keeps what was typed", async () => {
  const { user, host } = renderApp({ ...locked, passphrase_unlock: () => unlocked });
  const field = within(await dialog()).getByLabelText("Passphrase");
  await waitFor(() => expect(field).toHaveFocus());
  expect(field).toHaveAttribute("type", "password");
  expect(field).toHaveAttribute("autocomplete", "off");
  await user.keyboard(`${PASSPHRASE}{Enter}`);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(host.requests("passphrase_unlock")).toEqual([{ passphrase: PASSPHRASE }]);
  expect(screen.queryByTestId("storage-banner")).toBeNull();
  await waitFor(() => expect(host.requests("tenant_list").length).toBeGreaterThan(0));
  expect(document.body.innerHTML).not.toContain("canary");
  expect(JSON.stringify([localStorage, sessionStorage])).not.toContain("canary");
});

test("a wrong passphrase is told at its field, which keeps the focus and what was typed", async () => {
  const { user } = renderApp({ ...locked, passphrase_unlock: failing(wrong) });
  const field = within(await dialog()).getByLabelText<HTMLInputElement>("Passphrase");
  await waitFor(() => expect(field).toHaveFocus());
  await user.keyboard("not this one{Enter}");
  await waitFor(() =>
    expect(field).toHaveAccessibleDescription("This is not the passphrase. Mind capital letters."),
  );
  expect(field).toBeInvalid();
  expect(field).toHaveFocus();
  expect(field).toHaveValue("not this one");
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, "not this one".length]);
});

test("an empty passphrase is told at the field and not sent", async () => {
  const { user, host } = renderApp(locked);
  const shown = within(await dialog());
  await user.click(shown.getByRole("button", { name: /^Unlock/ }));
  expect(shown.getByLabelText("Passphrase")).toBeInvalid();
  expect(host.requests("passphrase_unlock")).toEqual([]);
});

test("another failure is shown below and nothing is lost", async () => {
  const { user } = renderApp({
    ...locked,
    passphrase_unlock: failing(anError({ code: "storage", title: "The file cannot be read" })),
  });
  const field = within(await dialog()).getByLabelText("Passphrase");
  await user.type(field, `${PASSPHRASE}{Enter}`);
  expect(await screen.findByRole("alert")).toHaveTextContent("The file cannot be read");
  expect(field).toHaveValue(PASSPHRASE);
});

test("Not now works on in memory, and the banner unlocks later", async () => {
  const { user } = renderApp({ ...locked, passphrase_unlock: () => unlocked });
  await user.click(within(await dialog()).getByRole("button", { name: "Not now" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const banner = screen.getByTestId("storage-banner");
  expect(banner).toHaveTextContent("The history on this computer is locked");
  expect(within(banner).queryByRole("button", { name: "Look again" })).toBeNull();
  await user.click(within(banner).getByRole("button", { name: "Unlock…" }));
  await user.type(within(await dialog()).getByLabelText("Passphrase"), `${PASSPHRASE}{Enter}`);
  await waitFor(() => expect(screen.queryByTestId("storage-banner")).toBeNull());
});

test("what is being typed can be shown, and is hidden again the next time", async () => {
  const { user } = renderApp(locked);
  const shown = within(await dialog());
  await user.type(shown.getByLabelText("Passphrase"), "plum");
  await user.click(shown.getByRole("button", { name: "Show: Passphrase" }));
  expect(shown.getByLabelText("Passphrase")).toHaveAttribute("type", "text");
  await user.click(shown.getByRole("button", { name: "Not now" }));
  await user.click(screen.getByRole("button", { name: "Unlock…" }));
  const field = within(await dialog()).getByLabelText("Passphrase");
  expect(field).toHaveAttribute("type", "password");
  expect(field).toHaveValue("");
});

test("starting over names what is set aside, asks first, and says where it went", async () => {
  const { user, host } = renderApp({
    ...locked,
    storage_start_over: () =>
      aStorage({
        title: "Started over",
        detail: "Set aside: scimscope.db.aside-1 and secrets.aside-1 in /data.",
      }),
  });
  await user.click(within(await dialog()).getByRole("button", { name: /passphrase is lost/ }));
  const question = within(await screen.findByRole("alertdialog", { name: "Start over?" }));
  expect(question.getByText("/data/scimscope.db")).toBeVisible();
  expect(question.getByText("/data/scimscope.secrets")).toBeVisible();
  expect(question.getByText(/Nothing is deleted/)).toBeVisible();
  await waitFor(() => expect(question.getByRole("button", { name: "Cancel" })).toHaveFocus());
  expect(host.requests("storage_start_over")).toEqual([]);
  await user.click(question.getByRole("button", { name: "Set aside and start over" }));
  expect(await screen.findByTestId("start-over-outcome")).toHaveTextContent(
    "scimscope.db.aside-1 and secrets.aside-1 in /data.",
  );
  await user.click(screen.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(screen.queryByTestId("storage-banner")).toBeNull();
});

test("starting over that fails says why and changes nothing", async () => {
  const { user } = renderApp({
    app_start: () =>
      appStarted({ storage: aStorage({ state: "damaged", title: "The history file is damaged" }) }),
    storage_start_over: failing(anError({ code: "storage", title: "The file cannot be renamed" })),
  });
  await user.click(await screen.findByRole("button", { name: "Start over…" }));
  await user.click(await screen.findByRole("button", { name: "Set aside and start over" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The file cannot be renamed");
  expect(screen.getByTestId("storage-banner")).toHaveTextContent("The history file is damaged");
});

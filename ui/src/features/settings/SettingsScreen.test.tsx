// The settings: their sections, the theme, the passphrase, the log and the diagnostics.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { anError, appStarted, aStorage, aStorageWithoutKeychain } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

const inFile = aStorage({ passphrase: "open", keychainName: "the encrypted file" });

async function openSettings(answers: Answers = {}) {
  const drawn = renderApp(answers);
  await screen.findByTestId("welcome-open-sandbox");
  await drawn.user.keyboard("{Control>},{/Control}");
  await screen.findByTestId("settings");
  return drawn;
}

test("Ctrl+, and the sidebar lead to the settings", async () => {
  const { user } = await openSettings();
  expect(screen.getByTestId("nav-settings")).toHaveAttribute("aria-current", "page");
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Appearance");
  await user.click(screen.getByTestId("nav-welcome"));
  await user.click(await screen.findByTestId("nav-settings"));
  expect(await screen.findByTestId("settings")).toBeVisible();
});

test("the list leads to a section, by mouse and by keys", async () => {
  const { user } = await openSettings();
  const list = within(screen.getByRole("navigation", { name: "Settings" }));
  await waitFor(() => expect(list.getByRole("button", { name: "Appearance" })).toHaveFocus());
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(screen.getByRole("heading", { level: 2, name: "Log and diagnostics" })).toHaveFocus();
  expect(list.getByRole("button", { name: "Log and diagnostics" })).toHaveAttribute(
    "aria-current",
    "true",
  );
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Log and diagnostics");
  await user.click(list.getByRole("button", { name: "Secrets and storage" }));
  expect(screen.getByRole("heading", { level: 2, name: "Secrets and storage" })).toHaveFocus();
});

test("the theme is chosen and kept", async () => {
  const { user } = await openSettings();
  const themes = within(screen.getByRole("radiogroup", { name: "Theme" }));
  await user.click(themes.getByRole("radio", { name: "Dark" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(localStorage.getItem("scimscope.theme")).toBe("dark");
  await user.click(themes.getByRole("radio", { name: "System" }));
  expect(document.documentElement.dataset.theme).toBe("light");
});

test("storage says where secrets and the database are", async () => {
  await openSettings();
  expect(screen.getByTestId("setting-secrets")).toHaveTextContent("In GNOME Keyring");
  expect(screen.getByTestId("setting-database")).toHaveTextContent("/data/scimscope.db");
  expect(screen.getByTestId("setting-database")).toHaveTextContent("open, encrypted");
  expect(screen.queryByText("Start over")).toBeNull();
  expect(screen.queryByText("Passphrase")).toBeNull();
});

test("without a keychain storage says what it said and looks again", async () => {
  const { user } = await openSettings({
    app_start: () => appStarted({ storage: aStorageWithoutKeychain() }),
    storage_retry: () => aStorageWithoutKeychain(),
  });
  expect(screen.getByTestId("setting-secrets")).toHaveTextContent("Nowhere: they are asked for");
  expect(screen.getByTestId("keychain-card")).toHaveTextContent("ServiceUnknown");
  const row = within(screen.getByTestId("setting-database"));
  await user.click(row.getByRole("button", { name: "Look again" }));
  expect(await row.findByText(/Looked again at .*: nothing has changed\./)).toBeVisible();
});

test("the passphrase is changed with the old one and a new one twice", async () => {
  const { user, host } = await openSettings({
    app_start: () => appStarted({ storage: inFile }),
    passphrase_change: () => inFile,
  });
  const change = screen.getByRole("button", { name: "Change…" });
  await user.click(change);
  const dialog = within(await screen.findByRole("dialog", { name: "Change the passphrase" }));
  await waitFor(() => expect(dialog.getByLabelText("Old passphrase")).toHaveFocus());
  await user.type(dialog.getByLabelText("Old passphrase"), "canary old passphrase");
  await user.type(dialog.getByLabelText("New passphrase"), "canary new passphrase");
  await user.type(dialog.getByLabelText("Once more"), "canary new passphrase{Enter}");
  expect(await screen.findByText("The passphrase is changed")).toBeVisible();
  expect(host.requests("passphrase_change")).toEqual([
    { current: "canary old passphrase", passphrase: "canary new passphrase" },
  ]);
  expect(document.body.innerHTML).not.toContain("canary");
  await waitFor(() => expect(change).toHaveFocus());
});

test("a wrong passphrase of now is told at its field and the new one stays typed", async () => {
  const { user } = await openSettings({
    app_start: () => appStarted({ storage: inFile }),
    passphrase_change: failing(
      anError({ code: "passphrase", field: "current", title: "It does not fit", hints: ["Look."] }),
    ),
  });
  await user.click(screen.getByRole("button", { name: "Change…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Change the passphrase" }));
  const current = dialog.getByLabelText("Old passphrase");
  await user.type(current, "wrong");
  await user.type(dialog.getByLabelText("New passphrase"), "lantern Tuesday 47");
  await user.type(dialog.getByLabelText("Once more"), "lantern Tuesday 47{Enter}");
  await waitFor(() => expect(current).toBeInvalid());
  expect(current).toHaveAccessibleDescription("It does not fit. Look.");
  expect(current).toHaveFocus();
  expect(dialog.getByLabelText("New passphrase")).toHaveValue("lantern Tuesday 47");
  expect(dialog.queryByRole("alert")).toBeNull();
});

test("the log is shown with its path", async () => {
  const { user, host } = await openSettings();
  expect(await screen.findByRole("region", { name: "The end of the log" })).toHaveTextContent(
    "scimscope started",
  );
  expect(screen.getByText("/data/scimscope.log")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Copy the log" }));
  await waitFor(() =>
    expect(host.copied).toEqual(["2026-10-15T07:41:09Z INFO scimscope started\n"]),
  );
});

test("the diagnostics are shown in full with what is left out, copied and saved as shown", async () => {
  const { user, host } = await openSettings({
    diagnostics_save: () => ({ path: "/data/scimscope-diagnostics.json" }),
  });
  const box = await screen.findByRole("region", { name: "The diagnostics in full" });
  expect(box.textContent).toBe('{\n  "version": "0.1.0"\n}\n');
  expect(screen.getByText("Every secret.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Copy the diagnostics" }));
  await waitFor(() => expect(host.copied).toEqual([box.textContent]));
  await user.click(screen.getByRole("button", { name: "Save…" }));
  expect(await screen.findByText("/data/scimscope-diagnostics.json")).toBeVisible();
});

test("a save that was cancelled says nothing, one that failed says why", async () => {
  let tries = 0;
  const { user, host } = await openSettings({
    diagnostics_save: () => {
      tries += 1;
      if (tries === 1) return { path: null };
      throw anError({ code: "storage", title: "The disk is full" }) as unknown as Error;
    },
  });
  const save = await screen.findByRole("button", { name: "Save…" });
  await user.click(save);
  await waitFor(() => expect(host.requests("diagnostics_save")).toHaveLength(1));
  expect(screen.queryByText(/Saved to/)).toBeNull();
  await waitFor(() => expect(save).toBeEnabled());
  await user.click(save);
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full");
});

// The screens that say where data is kept: what there is without a keychain, and when what is on the disk does not open.
import { expect, type Page } from "@playwright/test";

import type { HostOptions } from "./host";
import type { Screen } from "./screen";
import { fillForm, gridWithRows } from "./steps";

/** A passphrase costs seconds of computing, by intention; more of them on a machine with other work. */
const STRETCHED = { timeout: 60_000 };
const PASSPHRASE = "four words of a test";

const noKeychain: HostOptions = { noKeychain: true };
const sandbox: HostOptions = { open: "sandbox" };

/** An encrypted file of a form that nobody knows yet. */
const NEWER = JSON.stringify({ form: "scimscope-secrets", version: 9999 });

/** Where secrets live, from the banner that says that there is no keychain. */
async function secrets(page: Page) {
  await page.getByRole("button", { name: "Choose where secrets live" }).click();
  await page.getByRole("radio", { name: "Encrypted file" }).click();
  await expect(page.getByTestId("passphrase-again")).toBeVisible();
}

async function useFile(page: Page) {
  await secrets(page);
  await page.getByTestId("passphrase-new").fill(PASSPHRASE);
  await page.getByTestId("passphrase-again").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Use an encrypted file" }).click();
  await expect(page.getByRole("button", { name: "Change the passphrase…" })).toBeVisible(STRETCHED);
}

async function unlock(page: Page) {
  await page.getByTestId("unlock-passphrase").fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden(STRETCHED);
}

function banner(page: Page) {
  return page.getByRole("region", { name: "Storage" });
}

/** The settings, where they say where data is kept. */
async function openSettings(page: Page) {
  await page.getByTestId("nav-settings").click();
  await page.getByTestId("settings-nav-storage").click();
  await expect(page.getByTestId("setting-database")).toBeVisible();
}

/** Asks to start over, from the settings. */
async function startOver(page: Page) {
  await openSettings(page);
  await page.getByTestId("setting-start-over").click();
  const dialog = page.getByRole("alertdialog", { name: "Start over?" });
  await expect(dialog).toBeVisible();
  return dialog;
}

export const storageScreens: readonly Screen[] = [
  {
    name: "no keychain",
    host: noKeychain,
    draws: { "storage/StorageBanner": "storage-banner" },
    show: async ({ page }) => {
      await expect(page.getByRole("region", { name: "Storage" })).toBeVisible();
    },
  },
  {
    name: "where secrets live",
    host: noKeychain,
    at: "secrets",
    show: async ({ page }) => {
      await secrets(page);
    },
  },
  {
    name: "where secrets live, with a file",
    host: noKeychain,
    show: async ({ page }) => {
      await useFile(page);
    },
  },
  {
    name: "passphrase change dialog",
    host: noKeychain,
    draws: { "storage/ChangeDialog": "change-dialog" },
    show: async ({ page }) => {
      await useFile(page);
      await page.getByRole("button", { name: "Change the passphrase…" }).click();
      await expect(page.getByTestId("change-dialog")).toBeVisible();
    },
  },
  {
    name: "locked by a passphrase",
    host: noKeychain,
    draws: { "storage/UnlockDialog": "unlock-dialog" },
    show: async ({ page, scimscope }) => {
      await useFile(page);
      await scimscope({ ...noKeychain, again: true });
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "settings, with a locked file",
    host: noKeychain,
    show: async ({ page, scimscope }) => {
      await useFile(page);
      await scimscope({ ...noKeychain, again: true });
      await page.getByRole("button", { name: "Not now" }).click();
      await openSettings(page);
      await expect(page.getByTestId("setting-unlock")).toBeVisible();
    },
  },
  {
    name: "settings, with an open file",
    host: noKeychain,
    show: async ({ page }) => {
      await useFile(page);
      await openSettings(page);
      await expect(page.getByTestId("setting-forget")).toBeVisible();
    },
  },
  {
    name: "forget-passphrase dialog",
    host: noKeychain,
    draws: { "storage/ForgetPassphraseDialog": "forget-passphrase-dialog" },
    show: async ({ page }) => {
      await useFile(page);
      await openSettings(page);
      await page.getByTestId("setting-forget").click();
      await expect(page.getByRole("alertdialog", { name: /^Move the secrets back/ })).toBeVisible();
    },
  },
  {
    name: "where secrets live, with a tenant waiting",
    show: async ({ page, started }) => {
      const form = await fillForm(page, { name: "Meridian", ...started.provider, token: "" });
      await form.getByRole("checkbox", { name: "Ask each time" }).click();
      await form.getByRole("button", { name: "Save", exact: true }).click();
      await openSettings(page);
      await page.getByTestId("setting-secrets-choose").click();
      await expect(page.getByText("1 waiting")).toBeVisible();
    },
  },
  {
    name: "locked without a key",
    host: sandbox,
    show: async ({ page, scimscope }) => {
      await gridWithRows(page, "Users");
      await scimscope({ again: true });
      await expect(banner(page)).toContainText("The history on this computer is locked");
    },
  },
  {
    name: "damaged",
    host: noKeychain,
    show: async ({ page, scimscope }) => {
      await useFile(page);
      await scimscope({ ...noKeychain, again: true, files: { "scimscope.db": "cut off" } });
      await unlock(page);
      await expect(banner(page)).toContainText("The history file is damaged");
      await openSettings(page);
    },
  },
  {
    name: "damaged encrypted file",
    host: { files: { "scimscope.secrets": "no secrets" } },
    show: async ({ page }) => {
      await expect(banner(page)).toContainText("The encrypted file is damaged");
      await openSettings(page);
    },
  },
  {
    name: "from a newer version",
    host: { files: { "scimscope.secrets": NEWER } },
    show: async ({ page }) => {
      await expect(banner(page)).toContainText("from a newer Scimscope");
      await openSettings(page);
    },
  },
  {
    name: "unusable",
    host: { files: { "scimscope.lock/in-the-way": "" } },
    show: async ({ page }) => {
      await expect(banner(page)).toContainText("The data folder cannot be used");
      await openSettings(page);
    },
  },
  {
    name: "start-over dialog",
    host: sandbox,
    draws: { "storage/StartOverDialog": "start-over-dialog" },
    show: async ({ page, scimscope }) => {
      await gridWithRows(page, "Users");
      await scimscope({ again: true });
      await startOver(page);
    },
  },
  {
    name: "start-over dialog, done",
    host: sandbox,
    show: async ({ page, scimscope }) => {
      await gridWithRows(page, "Users");
      await scimscope({ again: true });
      const dialog = await startOver(page);
      await dialog.getByRole("button", { name: "Set aside and start over" }).click();
      await expect(page.getByTestId("start-over-outcome")).toBeVisible();
    },
  },
  {
    name: "a request that could not be recorded",
    host: { ...sandbox, largestFile: 512 },
    draws: { "storage/StorageBanner": "recording-banner" },
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.keyboard.press("End");
      await expect(page.getByTestId("recording-banner")).toBeVisible();
    },
  },
];

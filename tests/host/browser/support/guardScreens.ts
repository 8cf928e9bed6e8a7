// The write guard, for the accessibility checks.
import { expect, type Page } from "@playwright/test";

import type { Connection } from "./steps";
import { fillForm, gridWithRows } from "./steps";
import type { Screen } from "./screen";

async function onProduction(page: Page, provider: Omit<Connection, "name">) {
  const form = await fillForm(page, { name: "Meridian", ...provider });
  await form.getByTestId("field-environment").click();
  await page.getByRole("option", { name: "Production" }).click();
  await form.getByRole("button", { name: "Save and open" }).click();
  await gridWithRows(page, "Users");
}

async function unlock(page: Page) {
  await page.getByRole("button", { name: "Unlock", exact: true }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("INC-4711");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Lock now" })).toBeVisible();
}

async function editConnection(page: Page) {
  await page.keyboard.press("Control+t");
  await page.getByRole("option", { name: "Edit this connection…" }).click();
  const form = page.getByRole("form", { name: "Connection" });
  await expect(form).toBeVisible();
}

export const guardScreens: readonly Screen[] = [
  {
    name: "unlock writes",
    draws: { "guard/UnlockDialog": "unlock-writes" },
    show: async ({ page, started }) => {
      await onProduction(page, started.provider);
      await page.getByRole("button", { name: "Unlock", exact: true }).click();
      await page.getByRole("button", { name: /^Unlock for 15 minutes/ }).click();
      await expect(page.getByRole("textbox", { name: "Reason" })).toHaveAttribute("aria-invalid");
    },
  },
  {
    name: "writes unlocked",
    show: async ({ page, started }) => {
      await onProduction(page, started.provider);
      await unlock(page);
    },
  },
  {
    name: "writes unlocked, with the log",
    draws: { "guard/UnlockedDialog": "unlocked-writes" },
    show: async ({ page, started }) => {
      await onProduction(page, started.provider);
      await unlock(page);
      await page.getByTestId("status-guard").click();
      await page.getByRole("button", { name: "What was done before" }).click();
      await expect(page.getByRole("table", { name: "Log of the write guard" })).toBeVisible();
    },
  },
  {
    name: "write guard made looser",
    draws: { "guard/GuardChangeDialog": "guard-change-dialog" },
    show: async ({ page, started }) => {
      const form = await fillForm(page, { name: "Meridian", ...started.provider });
      await form.getByTestId("field-environment").click();
      await page.getByRole("option", { name: "Production" }).click();
      await form.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("button", { name: "Change…" }).click();
      await page.getByRole("radio", { name: "Free" }).click();
      await expect(page.getByRole("textbox", { name: "Reason" })).toBeVisible();
    },
  },
  {
    name: "log of the write guard",
    draws: { "guard/GuardLog": "guard-log-dialog" },
    show: async ({ page, started }) => {
      await onProduction(page, started.provider);
      await unlock(page);
      await editConnection(page);
      await page.getByRole("button", { name: "Show the log" }).click();
      await expect(page.getByRole("table", { name: "Log of the write guard" })).toBeVisible();
    },
  },
  {
    name: "tenant switcher, with writes on",
    draws: { "guard/LeavingNote": "leaving-locks" },
    show: async ({ page, started }) => {
      await onProduction(page, started.provider);
      await unlock(page);
      await page.keyboard.press("Control+t");
      await expect(page.getByText("Leaving it locks it again.")).toBeVisible();
    },
  },
];

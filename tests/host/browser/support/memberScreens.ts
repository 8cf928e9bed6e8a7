// The members of a group and the groups of a user, for the accessibility checks.
import { expect, type Page } from "@playwright/test";

import type { HostOptions } from "./host";
import type { Screen } from "./screen";
import { firstRow, gridWithRows } from "./steps";

const sandbox: HostOptions = { open: "sandbox" };

/** The members of the first group, on its own page. */
async function members(page: Page): Promise<void> {
  await gridWithRows(page, "Users");
  await page.getByTestId("nav-Group").click();
  await firstRow(await gridWithRows(page, "Groups"));
  await page.keyboard.press("Enter");
  await page.getByTestId("inspector-tab-members").click();
  await expect(page.getByTestId("member-row").first()).toBeVisible();
}

/** The same, with a member that is to be taken out. */
async function changed(page: Page): Promise<void> {
  await members(page);
  await page.getByTestId("member-row").first().getByRole("checkbox").click();
  await page.getByTestId("members-remove").click();
  await expect(page.getByTestId("members-counts")).toBeVisible();
}

async function groups(page: Page): Promise<void> {
  await firstRow(await gridWithRows(page, "Users"));
  await page.getByTestId("inspector-tab-groups").click();
  await expect(page.getByTestId("group-row").first()).toBeVisible();
}

export const memberScreens: readonly Screen[] = [
  {
    name: "members",
    host: sandbox,
    draws: { "members/PendingMembers": "members-pending" },
    show: async ({ page }) => {
      await changed(page);
    },
  },
  {
    name: "members, copy the request",
    host: sandbox,
    draws: { "write/CopyAs": "copy-as-menu" },
    show: async ({ page }) => {
      await changed(page);
      await page.getByTestId("copy-as").click();
    },
  },
  {
    name: "members, in an order, about to be saved",
    host: sandbox,
    draws: { "members/ExportMembers": "members-export-menu" },
    show: async ({ page }) => {
      await members(page);
      await page.getByTestId("members-sort-display").click();
      await page.getByTestId("members-export").click();
    },
  },
  {
    name: "members, paste a list",
    host: sandbox,
    draws: { "members/PasteDialog": "paste-dialog" },
    show: async ({ page }) => {
      await members(page);
      await page.getByRole("button", { name: "Paste a list…" }).click();
    },
  },
  {
    name: "members, what was pasted",
    host: sandbox,
    draws: { "members/PastedReport": "pasted" },
    show: async ({ page }) => {
      await members(page);
      await page.getByRole("button", { name: "Paste a list…" }).click();
      const dialog = page.getByTestId("paste-dialog");
      await dialog.getByLabel("Names or ids").fill("nobody.here@example.com");
      await dialog.getByRole("button", { name: /^Look for/ }).click();
    },
  },
  {
    name: "groups of a user",
    host: sandbox,
    draws: { "members/GroupsTab": "groups-tab" },
    show: async ({ page }) => {
      await groups(page);
    },
  },
  {
    name: "groups of a user, join one",
    host: sandbox,
    draws: { "members/JoinGroup": "join-popover" },
    show: async ({ page }) => {
      await groups(page);
      await page.getByTestId("join-group").click();
    },
  },
];

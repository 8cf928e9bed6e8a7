// The tenants of the window, by their groups, and taking them along as a file: for the accessibility checks.
import { expect, type Page } from "@playwright/test";

import { arrangedTenants, importTenants, mixedFile, openTenants } from "./tenantsFile";
import type { Screen } from "./screen";

/** The row's menu, and one of its entries. */
async function fromMenu(page: Page, tenant: string, entry: string) {
  await page.getByRole("button", { name: `Actions for ${tenant}` }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

export const tenantsScreens: readonly Screen[] = [
  {
    name: "tenants, none",
    at: "tenants",
    show: async ({ page }) => {
      await openTenants(page);
      await expect(page.getByText("There are no tenants yet")).toBeVisible();
    },
  },
  {
    name: "tenants, by their groups",
    at: "tenants",
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
    },
  },
  {
    name: "tenants, the menu of one",
    draws: { "tenants/list/TenantRow": "tenant-actions" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await page.getByRole("button", { name: "Actions for Aurelia" }).click();
      await expect(page.getByRole("menuitem", { name: "Forget…" })).toBeVisible();
    },
  },
  {
    name: "tenants, the menu of a group",
    draws: { "tenants/list/GroupSection": "group-actions" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await page.getByRole("button", { name: "Actions for the group Bank" }).click();
      await expect(page.getByRole("menuitem", { name: "Rename…" })).toBeVisible();
    },
  },
  {
    name: "tenants, the group of one",
    draws: { "tenants/list/GroupDialog": "group-dialog" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await fromMenu(page, "Aurelia", "Move to a group…");
      await expect(page.getByRole("dialog", { name: "Group of Aurelia" })).toBeVisible();
    },
  },
  {
    name: "tenants, a group's name too long",
    draws: { "tenants/list/GroupDialog": "group-dialog" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await fromMenu(page, "the group Bank", "Rename…");
      const name = page.getByRole("textbox", { name: "Group" });
      await name.fill("long ".repeat(100));
      await expect(name).toHaveAttribute("aria-invalid", "true");
    },
  },
  {
    name: "tenants, the file of one",
    draws: { "tenants/list/ExportDialog": "export-dialog" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await fromMenu(page, "Aurelia", "Export…");
      await expect(page.getByRole("region", { name: "The file in full" })).toBeVisible();
    },
  },
  {
    name: "tenants, a file to be chosen",
    draws: { "tenants/list/ImportDialog": "import-dialog" },
    show: async ({ page }) => {
      await openTenants(page);
      await page.getByRole("button", { name: "Import…" }).click();
      await expect(page.getByRole("dialog", { name: "Import tenants" })).toBeVisible();
    },
  },
  {
    name: "tenants, what a file holds",
    draws: { "tenants/list/ImportDialog": "import-dialog" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await page.getByRole("button", { name: "Import…" }).click();
      await page.getByRole("textbox", { name: "or paste its text" }).fill(mixedFile);
      await page.getByRole("button", { name: "Look at it" }).click();
      const rows = page.getByRole("list", { name: "Tenants in the file" }).getByRole("listitem");
      for (const word of ["new", "here already", "cannot be added"]) {
        await expect(rows.getByText(word, { exact: true })).toBeVisible();
      }
    },
  },
  {
    name: "tenants, a file that is none",
    draws: { "tenants/list/ImportDialog": "import-dialog" },
    show: async ({ page }) => {
      await openTenants(page);
      await page.getByRole("button", { name: "Import…" }).click();
      await page.getByRole("textbox", { name: "or paste its text" }).fill("{}");
      await page.getByRole("button", { name: "Look at it" }).click();
      await expect(page.getByText("This is not a file of tenants")).toBeVisible();
    },
  },
  {
    name: "tenants, one to be forgotten",
    draws: { "tenants/ForgetDialog": "forget-dialog" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await fromMenu(page, "Aurelia", "Forget…");
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    name: "tenant switcher with groups",
    draws: { "shell/TenantSwitcher": "tenant-chooser" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await page.keyboard.press("Control+t");
      await expect(page.getByRole("group", { name: "Bank" })).toBeVisible();
    },
  },
  {
    name: "tenant switcher, what can be done with one",
    draws: { "shell/TenantSwitcher": "tenant-chooser" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await page.keyboard.press("Control+t");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowRight");
      await expect(page.getByRole("listbox", { name: /^Actions for/ })).toBeVisible();
    },
  },
  {
    name: "tenant switcher, nothing found",
    draws: { "shell/TenantSwitcher": "tenant-chooser" },
    show: async ({ page }) => {
      await importTenants(page, arrangedTenants);
      await page.keyboard.press("Control+t");
      await page.keyboard.type("no such tenant");
      await expect(page.getByText("No tenant is called that.")).toBeVisible();
    },
  },
];

// The welcome screen, the tenant switcher and what lies over a window, by role and name.
import { addAndOpen, firstRow, gridWithRows, openSandbox } from "../support/steps";
import { expect, test } from "../support/host";

test("the welcome screen leads to the sandbox and to a form, by keys alone", async ({
  page,
  scimscope,
}) => {
  await scimscope();
  await expect(page.getByRole("heading", { name: "Scimscope", exact: true })).toBeVisible();
  await expect(page.getByRole("main", { name: "Content" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Start" })).toBeVisible();
  await page.keyboard.press("Enter");
  await gridWithRows(page, "Users");
  await expect(page.getByRole("navigation", { name: "Tenant" })).toBeVisible();
});

test("the sidebar says which entry is shown, and numbers follow the server", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  await gridWithRows(page, "Users");
  const nav = page.getByRole("navigation", { name: "Tenant" });
  const users = nav.getByRole("button", { name: /^Users/ });
  await expect(users).toHaveAttribute("aria-current", "page");
  await expect(users).toContainText("5,000");
  await expect(nav.getByRole("button", { name: /^Groups/ })).toContainText("212");
  await nav.getByRole("button", { name: /^Groups/ }).click();
  await gridWithRows(page, "Groups");
  await expect(users).not.toHaveAttribute("aria-current", "page");
});

test("the tenant switcher is a combobox over a list, and gives the focus back", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  const grid = await gridWithRows(page, "Users");
  const cell = grid.getByRole("row").nth(3).getByRole("gridcell").first();
  await cell.click();
  await page.keyboard.press("Control+t");
  const field = page.getByRole("combobox", { name: "Find a tenant" });
  await expect(field).toBeFocused();
  const options = page.getByRole("listbox", { name: "Tenants" }).getByRole("option");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  const pointedAt = await field.getAttribute("aria-activedescendant");
  await expect(options.nth(1)).toHaveAttribute("id", pointedAt ?? "");
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
  await expect(cell).toBeFocused();
});

test("the switcher leads from one tenant to another", async ({ page, scimscope }) => {
  const { provider } = await scimscope();
  await addAndOpen(page, { name: "Meridian", ...provider });
  await gridWithRows(page, "Users");
  await page.keyboard.press("Control+t");
  await page.getByRole("combobox", { name: "Find a tenant" }).fill("sand");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Sandbox/ }).first()).toBeVisible();
  await gridWithRows(page, "Users");
});

test("the list of shortcuts keeps the focus inside and gives it back", async ({
  page,
  scimscope,
}) => {
  await scimscope();
  const opener = page.getByRole("button", { name: /^Keyboard shortcuts/ });
  await opener.focus();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(dialog).toBeVisible();
  await expect(dialog).toHaveAttribute("aria-modal", "true");
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press("Tab");
    // The focus may pass through a guard at the edge of the dialog.
    await expect
      .poll(() => dialog.evaluate((it) => it.contains(document.activeElement)))
      .toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("F6 goes from pane to pane", async ({ page, scimscope }) => {
  await scimscope();
  await firstRow(await openSandbox(page));
  await expect(
    page.getByRole("region", { name: "Inspector" }).getByRole("tab").first(),
  ).toBeVisible();
  const panes = new Set<string>();
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press("F6");
    panes.add(
      await page.evaluate(
        () =>
          document.activeElement?.closest("[data-pane]")?.getAttribute("aria-label") ?? "header",
      ),
    );
  }
  for (const pane of ["Sidebar", "Content", "Inspector", "Status"]) {
    expect([...panes]).toContain(pane);
  }
});

test("without a keychain the window says so as a region of its own", async ({
  page,
  scimscope,
}) => {
  await scimscope({ noKeychain: true });
  const banner = page.getByRole("region", { name: "Storage" });
  await expect(banner).toBeVisible();
  await expect(page.getByRole("contentinfo", { name: "Status" })).toContainText("no keychain");
  await openSandbox(page);
  await expect(banner).toBeVisible();
});

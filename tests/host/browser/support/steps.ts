// What a person does to get somewhere, in the words of the interface.
import { expect, type Locator, type Page } from "@playwright/test";

/** A base URL at which nobody listens: the port is reserved, and loopback refuses at once. */
export const NOBODY = "http://127.0.0.1:1/scim/v2";

export interface Connection {
  name: string;
  baseUrl: string;
  token?: string;
}

export async function openSandbox(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Open the sandbox tenant" }).click();
  return await gridWithRows(page, "Users");
}

/** The table with this name, once its first row is there. */
export async function gridWithRows(page: Page, name: string): Promise<Locator> {
  const grid = page.getByRole("grid", { name, exact: true });
  await expect(grid.locator("[role=row][data-id]").first()).toBeVisible();
  await expect(grid).not.toHaveAttribute("aria-busy", "true");
  return grid;
}

/** Puts the cursor on the first row. */
export async function firstRow(grid: Locator): Promise<void> {
  await grid.getByRole("row").nth(1).getByRole("gridcell").first().click();
}

export async function openForm(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: /^Any SCIM 2\.0 server/ }).click();
  const form = page.getByRole("form", { name: "Connection" });
  await expect(form).toBeVisible();
  return form;
}

export async function fillForm(page: Page, connection: Connection): Promise<Locator> {
  const form = await openForm(page);
  await form.getByRole("textbox", { name: "Name" }).fill(connection.name);
  await form.getByRole("textbox", { name: "Base URL" }).fill(connection.baseUrl);
  await form.getByLabel("Token", { exact: true }).fill(connection.token ?? "token-of-a-test");
  return form;
}

/** Adds a tenant and opens it; what comes then is the test's to say. */
export async function addAndOpen(page: Page, connection: Connection): Promise<void> {
  const form = await fillForm(page, connection);
  await form.getByRole("button", { name: "Save and open" }).click();
}

/** Runs the connection test to its end and hands back its pane. */
export async function testConnection(page: Page): Promise<Locator> {
  const pane = page.getByRole("region", { name: "Connection test" });
  await pane.getByRole("button", { name: /^Test/ }).click();
  await expect(pane.getByRole("status").filter({ hasText: /passed|stopped/ })).toBeVisible();
  return pane;
}

export async function openHistory(page: Page): Promise<Locator> {
  await page
    .getByRole("navigation")
    .getByRole("button", { name: /^History/ })
    .click();
  return await gridWithRows(page, "Requests");
}

/** Types a filter over what was there, and applies it; what comes then is the test's to say. */
export async function applyFilter(page: Page, filter: string): Promise<void> {
  await page.keyboard.press("/");
  await page.keyboard.type(filter);
  // The completions would take Enter for themselves.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
}

export async function setTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
}

// Tenants that come from a file: the quickest way to have several of them, in groups.
import { expect, type Page } from "@playwright/test";

import { NOBODY } from "./steps";

interface FileTenant {
  name: string;
  kind?: string;
  colour?: string;
  group?: string;
  baseUrl?: string;
  authentication?: object;
  [further: string]: unknown;
}

function fileOf(tenants: readonly FileTenant[]): string {
  return JSON.stringify({ format: "scimscope-tenants", version: 1, tenants: tenants.map(whole) });
}

function whole(tenant: FileTenant) {
  return {
    kind: "test",
    colour: "teal",
    baseUrl: NOBODY,
    authentication: { way: "bearer" },
    ...tenant,
  };
}

const aurelia: FileTenant = { name: "Aurelia", group: "Bank", kind: "production", colour: "red" };

/** Two groups, and one tenant in none. */
const four: readonly FileTenant[] = [
  { name: "Meridian", authentication: { way: "none" } },
  aurelia,
  { name: "Borealis", group: "Bank", kind: "staging", colour: "amber" },
  { name: "Cassiopeia", group: "Airline", kind: "development", colour: "violet" },
];

export const arrangedTenants = fileOf(four);

/** One that is new and has what looks like a secret, one that is here already, and one that cannot be used. */
export const mixedFile = fileOf([
  { name: "Delphinus", group: "Airline", token: "a-secret-that-does-not-belong-here-4711" },
  aurelia,
  { name: "Eridanus", baseUrl: "no address" },
]);

export async function openTenants(page: Page): Promise<void> {
  await page.getByTestId("nav-tenants").click();
  await expect(page.getByTestId("tenants-screen")).toBeVisible();
}

/** Adds the tenants of a file, and stays in their list. */
export async function importTenants(page: Page, file: string): Promise<void> {
  await openTenants(page);
  await page.getByRole("button", { name: "Import…" }).click();
  const dialog = page.getByRole("dialog", { name: "Import tenants" });
  await dialog.getByRole("textbox", { name: "or paste its text" }).fill(file);
  await dialog.getByRole("button", { name: "Look at it" }).click();
  await dialog.getByRole("button", { name: /^Import \d+ tenants?$/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: /^Actions for / }).first()).toBeVisible();
}

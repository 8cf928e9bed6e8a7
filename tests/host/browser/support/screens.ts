// Every screen and state that the accessibility checks look at, and how a person gets there.
import { expect, type Page } from "@playwright/test";

import type { HostOptions } from "./host";
import { type Answer, type Answers, aUser, list } from "./provider";
import type { Screen } from "./screen";
import {
  addAndOpen,
  fillForm,
  firstRow,
  gridWithRows,
  NOBODY,
  openForm,
  openHistory,
  testConnection,
} from "./steps";
import { editScreens } from "./editScreens";
import { filterScreens } from "./filterScreens";
import { guardScreens } from "./guardScreens";
import { memberScreens } from "./memberScreens";
import { outcomeScreens } from "./outcomeScreens";
import { signInScreens } from "./signInScreens";
import { storageScreens } from "./storageScreens";
import { tenantsScreens } from "./tenantsScreens";
import { waitScreens } from "./waitScreens";

const sandbox: HostOptions = { open: "sandbox" };

async function users(page: Page) {
  const grid = await gridWithRows(page, "Users");
  await firstRow(grid);
  await expect(page.getByTestId("field-row").first()).toBeVisible();
  return grid;
}

async function tab(page: Page, name: string) {
  await users(page);
  await page.getByRole("region", { name: "Inspector" }).getByRole("tab", { name }).click();
}

export const screens: readonly Screen[] = [
  ...storageScreens,
  ...guardScreens,
  ...outcomeScreens,
  ...tenantsScreens,
  ...signInScreens,
  ...waitScreens,
  ...filterScreens,
  ...editScreens,
  ...memberScreens,
  {
    name: "welcome",
    at: "start",
    show: async ({ page }) => {
      await expect(page.getByRole("heading", { name: "Scimscope", exact: true })).toBeVisible();
    },
  },
  {
    name: "welcome with tenants",
    show: async ({ page, started }) => {
      const form = await fillForm(page, { name: "Meridian", ...started.provider });
      await form.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByTestId("nav-welcome").click();
      await expect(page.getByRole("heading", { name: "Recent" })).toBeVisible();
    },
  },
  {
    name: "settings",
    at: "settings",
    show: async ({ page }) => {
      await page.getByTestId("nav-settings").click();
      await expect(page.getByTestId("diagnostics-text")).toBeVisible();
    },
  },
  {
    name: "connection, empty",
    at: "connection",
    show: async ({ page }) => {
      await openForm(page);
    },
  },
  {
    name: "connection, faults",
    show: async ({ page }) => {
      const form = await openForm(page);
      await form.getByRole("button", { name: "Save and open" }).click();
      await form.getByLabel("Token", { exact: true }).fill('Bearer "a b"');
      await expect(form.locator("[aria-invalid=true]").first()).toBeVisible();
    },
  },
  {
    name: "connection, plain http",
    show: async ({ page }) => {
      const form = await fillForm(page, { name: "Plain", baseUrl: "http://scim.example.org/v2" });
      await expect(form.getByText(/travel readable over plain http/)).toBeVisible();
      await form.getByRole("checkbox", { name: /Allow plain http/ }).check();
    },
  },
  {
    name: "connection, network",
    show: async ({ page }) => {
      const form = await fillForm(page, { name: "Far", baseUrl: "https://scim.example.org/v2" });
      await form.getByTestId("network-more").getByRole("button", { expanded: false }).click();
      await form.getByTestId("field-unverified").click();
      await form.getByTestId("field-proxy").click();
      await page.getByRole("option", { name: "A proxy of its own" }).click();
      await expect(form.getByTestId("field-proxyUrl")).toBeVisible();
    },
  },
  {
    name: "connection, Basic sign-in",
    show: async ({ page }) => {
      const form = await openForm(page);
      await form.getByRole("radio", { name: "Basic" }).click();
      await form.getByLabel("User name").fill("ada@example.org");
      await form.getByLabel("Password", { exact: true }).fill("a word of a test");
      await expect(form.getByText(/is kept in/)).toBeVisible();
    },
  },
  {
    name: "connection, without a keychain",
    host: { noKeychain: true },
    show: async ({ page, started }) => {
      await fillForm(page, { name: "Meridian", ...started.provider });
    },
  },
  {
    name: "connection test passed",
    show: async ({ page, started }) => {
      await fillForm(page, { name: "Meridian", ...started.provider });
      await testConnection(page);
    },
  },
  {
    name: "connection test stopped",
    show: async ({ page }) => {
      await fillForm(page, { name: "Nobody", baseUrl: NOBODY });
      await testConnection(page);
    },
  },
  {
    name: "connection test running",
    show: async ({ page, provider }) => {
      const silent = await provider({ "/ServiceProviderConfig": { silent: true } });
      await fillForm(page, { name: "Silent", baseUrl: silent.baseUrl });
      const pane = page.getByRole("region", { name: "Connection test" });
      await pane.getByRole("button", { name: /^Test/ }).click();
      await expect(pane.getByRole("listitem").filter({ hasText: ": running" })).toBeVisible();
    },
  },
  {
    name: "opening",
    show: async ({ page, provider }) => {
      const silent = await provider({ "/ServiceProviderConfig": { silent: true } });
      await addAndOpen(page, { name: "Silent", baseUrl: silent.baseUrl });
      await expect(page.getByRole("heading", { name: "Opening Silent" })).toBeVisible();
    },
  },
  {
    name: "could not be opened",
    show: async ({ page }) => {
      await addAndOpen(page, { name: "Nobody", baseUrl: NOBODY });
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    },
  },
  {
    name: "token dialog",
    draws: { "tenants/SecretDialog": "secret-dialog" },
    show: async ({ page, provider }) => {
      const closed = await provider({
        "/ServiceProviderConfig": { status: 401 },
        "/ResourceTypes": { status: 401 },
        "/Schemas": { status: 401 },
        "/Users": { status: 401 },
      });
      await addAndOpen(page, { name: "Closed", baseUrl: closed.baseUrl });
      await page.getByRole("button", { name: "Paste a new token" }).click();
      await expect(page.getByRole("dialog", { name: /^Token for/ })).toBeVisible();
    },
  },
  {
    name: "forget dialog",
    draws: { "tenants/ForgetDialog": "forget-dialog" },
    show: async ({ page, started }) => {
      const form = await fillForm(page, { name: "Meridian", ...started.provider });
      await form.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("button", { name: "Forget this tenant" }).click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    name: "directory, nothing selected",
    host: sandbox,
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
    },
  },
  {
    name: "directory and form",
    host: sandbox,
    at: "directory",
    show: async ({ page }) => {
      await users(page);
    },
  },
  {
    name: "inspector, JSON",
    host: sandbox,
    show: async ({ page }) => {
      await tab(page, "JSON");
      await expect(page.getByTestId("json-text")).toBeVisible();
    },
  },
  {
    name: "inspector, requests",
    host: sandbox,
    show: async ({ page }) => {
      await tab(page, "Requests");
      await expect(page.getByRole("tabpanel").getByRole("button").first()).toBeVisible();
    },
  },
  {
    name: "inspector as a drawer",
    host: sandbox,
    show: async ({ page }) => {
      await page.setViewportSize({ width: 1024, height: 700 });
      await users(page);
    },
  },
  {
    name: "groups and members",
    host: sandbox,
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.getByTestId("nav-Group").click();
      await firstRow(await gridWithRows(page, "Groups"));
      await expect(page.getByTestId("field-row").first()).toBeVisible();
    },
  },
  {
    name: "columns",
    host: sandbox,
    draws: { "directory/ColumnsPopover": "columns-popover" },
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.getByRole("button", { name: /^Columns/ }).click();
      await expect(page.getByRole("dialog", { name: "Columns" })).toBeVisible();
    },
  },
  {
    name: "filter, completions",
    host: sandbox,
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.keyboard.press("/");
      await page.keyboard.type("active eq true and d");
      await expect(page.getByRole("listbox", { name: "Completions" })).toBeVisible();
    },
  },
  {
    name: "filter, conditions and what is wrong",
    host: sandbox,
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.keyboard.press("/");
      await page.keyboard.type("active eq true and (title pr or active eq true) and usrName eq");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Enter");
      await expect(page.getByTestId("filter-problem")).toBeVisible();
      await expect(page.getByRole("group", { name: "Conditions" })).toBeVisible();
    },
  },
  {
    name: "filter, a condition opened",
    host: sandbox,
    draws: { "directory/filter/ClausePopover": "filter-clause" },
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.keyboard.press("/");
      await page.keyboard.type('userName sw "a"');
      await page.getByRole("button", { name: "userName starts with a" }).click();
      await expect(page.getByRole("dialog", { name: "Change the condition" })).toBeVisible();
    },
  },
  {
    name: "palette",
    host: sandbox,
    draws: { "palette/Palette": "palette" },
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.keyboard.press("Control+k");
      await page.keyboard.type("an");
      await expect(page.getByRole("group", { name: "Users" })).toBeVisible();
    },
  },
  {
    name: "palette, nothing found",
    host: sandbox,
    draws: { "palette/Palette": "palette" },
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.keyboard.press("Control+k");
      await page.keyboard.type(">no such command");
      await expect(page.getByText(/Nothing here is called that/)).toBeVisible();
    },
  },
  {
    name: "findings",
    draws: { "directory/FindingsPopover": "list-findings" },
    show: async ({ page, provider }) => {
      const odd = await provider(oddList);
      await addAndOpen(page, { name: "Odd", baseUrl: odd.baseUrl });
      await users(page);
      await page.getByRole("button", { name: /findings? about this list/ }).click();
      await expect(page.getByRole("dialog", { name: /Findings/ })).toBeVisible();
    },
  },
  {
    name: "empty list",
    show: async ({ page, provider }) => {
      const empty = await provider({ "/Users": list([]) });
      await addAndOpen(page, { name: "Empty", baseUrl: empty.baseUrl });
      await expect(page.getByTestId("list-empty")).toBeVisible();
    },
  },
  {
    name: "list that cannot be read",
    show: async ({ page, provider }) => {
      const broken = await provider({ "/Users": { status: 503, type: "text/html", body: "No" } });
      await addAndOpen(page, { name: "Broken", baseUrl: broken.baseUrl });
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    },
  },
  {
    name: "list with a gap",
    show: async ({ page, provider }) => {
      const torn = await provider(tornList);
      await addAndOpen(page, { name: "Torn", baseUrl: torn.baseUrl });
      await users(page);
      await page.keyboard.press("End");
      await expect(page.getByTestId("list-gap")).toBeVisible();
    },
  },
  {
    name: "list for later",
    show: async ({ page, provider }) => {
      const later = await provider({ "/Users": LATER });
      await addAndOpen(page, { name: "Later", baseUrl: later.baseUrl });
      await expect(
        page.getByTestId("error-card").getByText("The server will answer later"),
      ).toBeVisible();
    },
  },
  {
    name: "full page",
    host: sandbox,
    at: "resource",
    show: async ({ page }) => {
      await users(page);
      await page.keyboard.press("Enter");
      await expect(
        page.getByTestId("resource-screen").getByTestId("field-row").first(),
      ).toBeVisible();
    },
  },
  {
    name: "history and a request",
    host: sandbox,
    at: "history",
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await firstRow(await openHistory(page));
      await expect(page.getByTestId("exchange-detail")).toBeVisible();
    },
  },
  {
    name: "history, findings with why and what was not judged",
    show: async ({ page, provider }) => {
      const odd = await provider({ "/Users": list([aUser(1, { active: "true" })]) });
      await addAndOpen(page, { name: "Odd", baseUrl: odd.baseUrl });
      await gridWithRows(page, "Users");
      await firstRow(await openHistory(page));
      const detail = page.getByTestId("exchange-detail");
      await detail.getByRole("button", { name: /^Findings: / }).click();
      await detail.getByRole("button", { name: "Why it matters" }).first().click();
      await detail.getByRole("button", { name: /could not be$/ }).click();
      await expect(detail.getByText(/^For lack of/).first()).toBeVisible();
    },
  },
  {
    name: "history, a header with a finding",
    show: async ({ page, provider }) => {
      const odd = await provider({
        "/Users": { ...list([aUser(1)]), type: "text/plain" },
      });
      await addAndOpen(page, { name: "Odd", baseUrl: odd.baseUrl });
      await gridWithRows(page, "Users");
      await firstRow(await openHistory(page));
      const detail = page.getByTestId("exchange-detail");
      await detail.getByRole("button", { name: /^Findings: / }).click();
      await detail.getByRole("button", { name: "header content-type" }).click();
      await expect(detail.locator("[data-header=content-type]")).toBeFocused();
    },
  },
  {
    name: "history, a request that failed",
    show: async ({ page }) => {
      await addAndOpen(page, { name: "Nobody", baseUrl: NOBODY });
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
      await firstRow(await openHistory(page));
      await expect(page.getByTestId("exchange-detail")).toBeVisible();
    },
  },
  {
    name: "history, a request accepted for later",
    show: async ({ page, provider }) => {
      const later = await provider({ "/Users": LATER });
      await addAndOpen(page, { name: "Later", baseUrl: later.baseUrl });
      await page.getByRole("button", { name: "Show request" }).click();
      await expect(page.getByTestId("exchange-detail")).toContainText("still to be done");
    },
  },
  {
    name: "history, nothing found",
    host: sandbox,
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await openHistory(page);
      await page.getByRole("textbox", { name: "Path, header or body text" }).fill("no such text");
      await expect(page.getByRole("grid", { name: "Requests" })).toHaveCount(0);
    },
  },
  {
    name: "tenant switcher",
    host: sandbox,
    draws: { "shell/TenantSwitcher": "tenant-chooser" },
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.keyboard.press("Control+t");
      await expect(page.getByRole("combobox", { name: "Find a tenant" })).toBeVisible();
    },
  },
  {
    name: "rate limits",
    draws: { "shell/RateCell": "rate-limits" },
    show: async ({ page, provider }) => {
      const limited = await provider(limitedList);
      await addAndOpen(page, { name: "Limited", baseUrl: limited.baseUrl });
      await gridWithRows(page, "Users");
      await page.getByTestId("status-rate").click();
      await expect(page.getByRole("dialog", { name: /^Rate limits/ })).toBeVisible();
    },
  },
  {
    name: "what the server says of itself",
    draws: { "shell/DiscoveryCell": "discovery" },
    show: async ({ page, provider }) => {
      const quiet = await provider({ "/Schemas": { status: 404 }, "/ResourceTypes": list([]) });
      await addAndOpen(page, { name: "Quiet", baseUrl: quiet.baseUrl });
      await gridWithRows(page, "Users");
      await page.getByTestId("discovery-cell").click();
      await expect(page.getByRole("dialog", { name: /^What the server says/ })).toBeVisible();
    },
  },
  {
    name: "shortcuts",
    host: sandbox,
    draws: { "shell/ShortcutList": "shortcut-list" },
    show: async ({ page }) => {
      await users(page);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    },
  },
];

/** A total as text, the same user twice, and a boolean as text. */
const oddList: Answers = {
  "/Users": (query) =>
    Number(query.get("startIndex") ?? "1") > 1
      ? list([], { totalResults: "2" })
      : list([aUser(1), aUser(1, { active: "true" })], { totalResults: "2" }),
};

/** A hundred users, and nothing where the next ones should be. */
const tornList: Answers = {
  "/Users": (query) =>
    Number(query.get("startIndex") ?? "1") > 1
      ? { status: 500, type: "text/plain", body: "the replica is behind" }
      : list(
          Array.from({ length: 100 }, (_, number) => aUser(number)),
          { totalResults: 300 },
        ),
};

const LATER: Answer = {
  status: 202,
  headers: { Location: "/scim/v2/jobs/7", "Retry-After": "30" },
  body: "",
};

/** Little is left of one quota, and much of another. */
const limitedList: Answers = {
  "/Users": () => ({
    ...list([aUser(1), aUser(2)]),
    headers: {
      "RateLimit-Policy": '"burst";q=100;w=60, "day";q=20000;w=86400',
      RateLimit: '"burst";r=4;t=42, "day";r=18804;t=40000',
    },
  }),
};

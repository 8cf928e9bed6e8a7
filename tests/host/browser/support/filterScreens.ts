// What a filter and a search come to, and findings about a resource: for the accessibility checks.
import { expect, type Page } from "@playwright/test";

import type { HostOptions } from "./host";
import { type Answers, aUser, list } from "./provider";
import type { Screen } from "./screen";
import { addAndOpen, applyFilter, firstRow, gridWithRows } from "./steps";

const sandbox: HostOptions = { open: "sandbox" };

/** The first user of a server that says a boolean as text, with the inspector open. */
async function oddUser(page: Page, baseUrl: string) {
  await addAndOpen(page, { name: "Odd", baseUrl });
  await firstRow(await gridWithRows(page, "Users"));
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector.getByRole("button", { name: /findings?, shown in JSON/ })).toBeVisible();
  return inspector;
}

export const filterScreens: readonly Screen[] = [
  {
    name: "filter, applied",
    host: sandbox,
    at: "directory",
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await applyFilter(page, 'userName sw "a" and active eq true');
      await gridWithRows(page, "Users");
      await expect(page.getByTestId("directory-shown")).toContainText("match");
    },
  },
  {
    name: "filter, nothing matches",
    host: sandbox,
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await applyFilter(page, 'userName eq "nobody is called that"');
      await expect(page.getByTestId("list-empty")).toContainText("match");
    },
  },
  {
    name: "filter, that the server may not do",
    draws: { "directory/filter/FilterNotes": "filter-doubt" },
    show: async ({ page, provider }) => {
      await addAndOpen(page, { name: "Plain", baseUrl: (await provider()).baseUrl });
      await gridWithRows(page, "Users");
      await page.keyboard.press("/");
      await page.keyboard.type("active eq true");
      await page.keyboard.press("Escape");
      await expect(page.getByTestId("filter-doubt")).toBeVisible();
    },
  },
  {
    name: "filter, that the server ignored",
    draws: { "directory/filter/FilterNotes": "filter-ignored" },
    show: async ({ page, provider }) => {
      await addAndOpen(page, { name: "Plain", baseUrl: (await provider()).baseUrl });
      await gridWithRows(page, "Users");
      await applyFilter(page, 'userName eq "person1@example.org"');
      await expect(page.getByTestId("filter-ignored")).toBeVisible();
    },
  },
  {
    name: "filter, refused by the server",
    show: async ({ page, provider }) => {
      const strict = await provider(refusing);
      await addAndOpen(page, { name: "Strict", baseUrl: strict.baseUrl });
      await gridWithRows(page, "Users");
      await applyFilter(page, "active eq true");
      await expect(page.getByTestId("error-card").getByRole("button").first()).toBeVisible();
    },
  },
  {
    name: "inspector, findings in the form",
    show: async ({ page, provider }) => {
      await oddUser(page, (await provider(odd)).baseUrl);
    },
  },
  {
    name: "inspector, findings in the JSON",
    show: async ({ page, provider }) => {
      const inspector = await oddUser(page, (await provider(odd)).baseUrl);
      await inspector.getByRole("button", { name: /findings?, shown in JSON/ }).click();
      await expect(inspector.getByTestId("json-findings")).toBeVisible();
    },
  },
];

const oddly = aUser(1, { active: "true" });
const odd: Answers = { "/Users": list([oddly]), "/Users/user-1": { body: oddly } };

const refusing: Answers = {
  "/Users": (query) =>
    query.has("filter")
      ? {
          status: 400,
          body: {
            schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
            status: "400",
            scimType: "invalidFilter",
            detail: "This server filters by userName only.",
          },
        }
      : list([aUser(1), aUser(2)]),
};

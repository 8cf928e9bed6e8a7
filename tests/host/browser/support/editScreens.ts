// Editing, writing and what came of it, for the accessibility checks.
import { expect, type Page } from "@playwright/test";

import { command } from "./command";
import type { HostOptions, Started } from "./host";
import { type Answers, aUser, list } from "./provider";
import type { Screen } from "./screen";
import { addAndOpen, firstRow, gridWithRows } from "./steps";

const sandbox: HostOptions = { open: "sandbox" };

/** The form of the first user. */
async function editing(page: Page): Promise<void> {
  await firstRow(await gridWithRows(page, "Users"));
  await page.getByTestId("resource-edit").click();
  await expect(page.getByTestId("edit-form")).toBeVisible();
}

/** The same, with a title that is typed. */
async function changed(page: Page): Promise<void> {
  await editing(page);
  await page.locator("input[data-path=title]").fill("Keeper of keys");
  await expect(page.getByTestId("pending-change")).toHaveCount(1);
}

/** Somebody else has changed it meanwhile, and it is sent. */
async function overtaken(page: Page, started: Started): Promise<void> {
  await changed(page);
  const id = await page
    .getByTestId("edit-screen")
    .getByText(/^[0-9a-f]{8}-/)
    .first()
    .innerText();
  const body = JSON.stringify({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "replace", path: "title", value: "Theirs" }],
  });
  const request = { tenantId: "sandbox", method: "PATCH", url: `/Users/${id}`, body };
  const { token } = await command<{ token: string }>(page, started, "request_prepare", request);
  await command(page, started, "request_send", { tenantId: "sandbox", token });
  await page.getByTestId("send-draft").click();
  await expect(page.getByTestId("write-outcome")).toBeVisible();
}

/** A server on which somebody changes the first user once the table was read. */
function changing(): { answers: Answers; change: () => void } {
  let familyName = "El Fassi";
  const users = () => [1, 2, 3].map((at) => aUser(at, { name: { familyName } }));
  const answers: Answers = {
    "/Users": (query) => list(Number(query.get("startIndex") ?? "1") > 1 ? [] : users()),
  };
  return { answers, change: () => (familyName = "El Fassi Ruiz") };
}

async function asksToDelete(page: Page): Promise<void> {
  await firstRow(await gridWithRows(page, "Users"));
  await page.getByTestId("resource-more").click();
  await page.getByTestId("resource-delete").click();
  await expect(page.locator("[data-testid=write-answers][data-ready]")).toBeVisible();
}

export const editScreens: readonly Screen[] = [
  {
    name: "edit",
    at: "edit",
    host: sandbox,
    draws: {
      "edit/EditForm": "edit-form",
      "edit/DraftEditor": "edit-screen",
      "edit/PendingPane": "pending-pane",
    },
    show: async ({ page }) => {
      await changed(page);
    },
  },
  {
    name: "edit, something that does not fit",
    host: sandbox,
    show: async ({ page }) => {
      await editing(page);
      await page.locator("input[data-path=profileUrl]").fill("not a url");
      await expect(page.getByTestId("stop-line")).toBeVisible();
    },
  },
  {
    name: "edit, a new user",
    host: sandbox,
    show: async ({ page }) => {
      await gridWithRows(page, "Users");
      await page.getByTestId("directory-new").click();
      await expect(page.getByTestId("stop-line")).toBeVisible();
    },
  },
  {
    name: "edit, the menu of a field",
    host: sandbox,
    draws: { "edit/FieldMenu": "field-menu" },
    show: async ({ page }) => {
      await editing(page);
      await page.getByRole("button", { name: "More for title" }).click();
    },
  },
  {
    name: "edit, what a PUT would lose",
    host: sandbox,
    draws: { "edit/PutLosses": "put-losses" },
    show: async ({ page }) => {
      await changed(page);
      await page.getByTestId("method-put").click();
    },
  },
  {
    name: "edit, copy the request",
    host: sandbox,
    draws: { "write/CopyAs": "copy-as-menu" },
    show: async ({ page }) => {
      await changed(page);
      await page.getByRole("button", { name: "Copy as" }).click();
    },
  },
  {
    name: "edit, the menu of the draft",
    host: sandbox,
    draws: { "edit/PaneMenu": "pane-menu" },
    show: async ({ page }) => {
      await changed(page);
      await page.getByTestId("pane-menu").click();
      await expect(page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "edit, throw a draft away",
    host: sandbox,
    draws: { "edit/AskDialogs": "discard-draft" },
    show: async ({ page }) => {
      await changed(page);
      await page.getByRole("button", { name: "Discard all" }).click();
    },
  },
  {
    name: "edit, find a manager",
    host: sandbox,
    draws: { "edit/ReferenceControl": "reference-picker", "edit/ReferencePicker": "picker-foot" },
    show: async ({ page }) => {
      await editing(page);
      await page.getByRole("button", { name: "Search for value" }).first().click();
    },
  },
  {
    name: "edit, date and time",
    host: sandbox,
    draws: { "edit/DateTimeControl": "date-time-pickers" },
    show: async ({ page }) => {
      await editing(page);
      const choose = page.getByRole("button", { name: "Choose date and time of contractEnd" });
      if ((await choose.count()) === 0) {
        await page.getByRole("button", { name: "Add extension" }).click();
        await page.getByRole("menuitem", { name: /people/i }).click();
      }
      await choose.click();
    },
  },
  {
    name: "edit, JSON that is not complete",
    host: sandbox,
    show: async ({ page }) => {
      await editing(page);
      await page.getByTestId("edit-tab-json").click();
      await page.getByTestId("json-editor").locator("textarea").fill('{ "userName": ');
      await expect(page.getByTestId("text-problem")).toBeVisible();
    },
  },
  {
    name: "write, somebody was faster",
    host: sandbox,
    draws: { "write/OutcomeDialog": "write-outcome" },
    show: async ({ page, started }) => {
      await overtaken(page, started);
    },
  },
  {
    name: "merge",
    at: "merge",
    host: sandbox,
    draws: { "merge/MergeMain": "merge-note" },
    show: async ({ page, started }) => {
      await overtaken(page, started);
      await page.getByRole("alertdialog").getByRole("button", { name: "Merge" }).click();
      await expect(page.getByTestId("merge-row").first()).toBeVisible();
    },
  },
  {
    name: "merge, a third value",
    host: sandbox,
    draws: { "merge/ThirdValue": "third-value" },
    show: async ({ page, started }) => {
      await overtaken(page, started);
      await page.getByRole("alertdialog").getByRole("button", { name: "Merge" }).click();
      await page.getByTestId("merge-row").first().focus();
      await page.keyboard.press("Enter");
    },
  },
  {
    name: "changes of a resource, one of them found by reading",
    show: async ({ page, provider }) => {
      const { answers, change } = changing();
      await addAndOpen(page, { name: "Plain", baseUrl: (await provider(answers)).baseUrl });
      await firstRow(await gridWithRows(page, "Users"));
      await page.getByTestId("inspector-tab-changes").click();
      change();
      await page.keyboard.press("F5");
      await expect(page.getByText("found by reading")).toBeVisible();
    },
  },
  {
    name: "the menu of a resource",
    host: sandbox,
    draws: { "resource/ResourceActions": "resource-menu" },
    show: async ({ page }) => {
      await firstRow(await gridWithRows(page, "Users"));
      await page.getByTestId("resource-more").click();
    },
  },
  {
    name: "write, a deletion is asked about",
    host: sandbox,
    draws: { "write/AskDialog": "write-ask" },
    show: async ({ page }) => {
      await asksToDelete(page);
    },
  },
  {
    name: "write, several at once",
    host: sandbox,
    draws: { "write/ResultsDialog": "write-results" },
    show: async ({ page }) => {
      const grid = await gridWithRows(page, "Users");
      await firstRow(grid);
      await page.keyboard.press("x");
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      await page
        .getByTestId("checked-bar")
        .getByRole("button", { name: /^Disable/ })
        .click();
      await expect(page.locator("[data-testid=write-answers][data-ready]")).toBeVisible();
      await page.getByTestId("write-confirm").click();
    },
  },
  {
    name: "changes",
    at: "changes",
    host: sandbox,
    show: async ({ page }) => {
      await changed(page);
      await page.getByTestId("send-draft").click();
      await expect(page.getByTestId("toast")).toBeVisible();
      await page.getByTestId("nav-changes").click();
      await page.getByRole("row").filter({ hasText: "title" }).click();
      await expect(page.getByTestId("change-detail")).toBeVisible();
    },
  },
];

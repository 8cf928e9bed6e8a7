// The table and the inspector, by role and name, mostly with the keyboard.
import { addAndOpen, firstRow, gridWithRows } from "../support/steps";
import { aUser, list } from "../support/provider";
import { expect, test } from "../support/host";

test("the table says how many rows and columns it has, also those not drawn", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  const grid = await gridWithRows(page, "Users");
  await expect(grid).toHaveAttribute("aria-rowcount", "5001");
  const headers = grid.getByRole("columnheader");
  await expect(grid).toHaveAttribute("aria-colcount", String(await headers.count()));
  expect(await grid.getByRole("row").count()).toBeLessThanOrEqual(201);
  await expect(grid.getByRole("row").nth(1)).toHaveAttribute("aria-rowindex", "2");
});

test("one cell takes the focus, and arrows, letters, Home and End move it", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  const grid = await gridWithRows(page, "Users");
  await firstRow(grid);
  const focused = () =>
    page.evaluate(() => {
      const cell = document.activeElement;
      const row = cell?.closest("[role=row]")?.getAttribute("aria-rowindex");
      return `${cell?.getAttribute("role")} ${row},${cell?.getAttribute("aria-colindex")}`;
    });
  expect(await focused()).toBe("gridcell 2,1");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  expect(await focused()).toBe("gridcell 4,2");
  await page.keyboard.press("k");
  expect(await focused()).toBe("gridcell 3,2");
  await page.keyboard.press("End");
  await expect.poll(focused).toBe("gridcell 5001,2");
  await page.keyboard.press("Home");
  await expect.poll(focused).toBe("gridcell 2,2");
  await page.keyboard.press("ArrowUp");
  expect(await focused()).toBe("columnheader 1,2");
  await expect(grid.locator("[tabindex='0']")).toHaveCount(1);
});

test("a header sorts by key and says so", async ({ page, scimscope }) => {
  await scimscope({ open: "sandbox" });
  const grid = await gridWithRows(page, "Users");
  const header = grid.getByRole("columnheader", { name: "userName" });
  const column = Number(await header.getAttribute("aria-colindex"));
  await firstRow(grid);
  await page.keyboard.press("ArrowUp");
  for (let at = 1; at < column; at += 1) await page.keyboard.press("ArrowRight");
  await expect(header).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await page.keyboard.press("Enter");
  await expect(header).toHaveAttribute("aria-sort", "descending");
});

test("the inspector follows the cursor, and its tabs go by arrow keys", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  const grid = await gridWithRows(page, "Users");
  await firstRow(grid);
  const id = (await grid.getByRole("row").nth(1).getAttribute("data-id")) ?? "";
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText(id);
  const tabs = inspector.getByRole("tab");
  const chosen = inspector.getByRole("tab", { selected: true });
  await expect(chosen).toHaveCount(1);
  await chosen.focus();
  const first = await chosen.textContent();
  for (let at = 1; at < (await tabs.count()); at += 1) {
    await page.keyboard.press("ArrowRight");
    await expect(tabs.nth(at)).toBeFocused();
    await expect(inspector.getByRole("tabpanel")).toBeVisible();
  }
  await page.keyboard.press("Home");
  await expect(chosen).toHaveText(first ?? "");
});

test("Space hides the inspector and shows it again, Enter opens the page", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  const grid = await gridWithRows(page, "Users");
  await firstRow(grid);
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toBeVisible();
  await page.keyboard.press("Space");
  await expect(inspector).toBeHidden();
  await page.keyboard.press("Space");
  await expect(inspector).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("resource-screen")).toBeVisible();
  await page.keyboard.press("Alt+ArrowLeft");
  await gridWithRows(page, "Users");
});

test("the columns are chosen with checkboxes, and the focus goes back to the button", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  const grid = await gridWithRows(page, "Users");
  const button = page.getByRole("button", { name: /^Columns/ });
  await button.click();
  const dialog = page.getByRole("dialog", { name: "Columns" });
  await expect(dialog).toBeVisible();
  const before = await grid.getByRole("columnheader").count();
  await dialog.getByRole("checkbox", { checked: true }).last().click();
  await expect(grid.getByRole("columnheader")).toHaveCount(before - 1);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test("what is odd about a list is behind a button with a name", async ({
  page,
  scimscope,
  provider,
}) => {
  const odd = await provider({
    "/Users": (query) =>
      Number(query.get("startIndex") ?? "1") > 1
        ? list([], { totalResults: "2" })
        : list([aUser(1), aUser(1, { active: "true" })], { totalResults: "2" }),
  });
  await scimscope();
  await addAndOpen(page, { name: "Odd", baseUrl: odd.baseUrl });
  await gridWithRows(page, "Users");
  const button = page.getByRole("button", { name: /findings? about this list/ });
  await button.click();
  const dialog = page.getByRole("dialog", { name: "Findings about this list" });
  await expect(dialog.getByRole("listitem").first()).toContainText("7644");
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});

test("a list that cannot be read says why and what can be done", async ({
  page,
  scimscope,
  provider,
}) => {
  const broken = await provider({ "/Users": { status: 503, type: "text/html", body: "<h1>No" } });
  await scimscope();
  await addAndOpen(page, { name: "Broken", baseUrl: broken.baseUrl });
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await page.getByRole("button", { name: "Show request" }).click();
  await gridWithRows(page, "Requests");
});

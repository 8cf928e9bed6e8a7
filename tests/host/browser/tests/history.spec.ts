// The history: its list, a request in full, and searching, by role and name.
import { gridWithRows, openHistory } from "../support/steps";
import { expect, test } from "../support/host";

test("every request is a row, newest first, and one of them shows in full", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  await gridWithRows(page, "Users");
  const grid = await openHistory(page);
  await grid.getByRole("row").nth(1).getByRole("gridcell").first().click();
  const detail = page.getByTestId("exchange-detail");
  await expect(detail).toBeVisible();
  await expect(detail.getByRole("region", { name: /Request/ })).toContainText(/authorization/i);
  await expect(detail).toContainText("•••");
});

test("outcomes are radio buttons, and a search that finds nothing says so", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  await gridWithRows(page, "Users");
  await openHistory(page);
  await page.keyboard.press("/");
  const search = page.getByRole("textbox", { name: "Path, header or body text" });
  await expect(search).toBeFocused();
  await search.fill("nothing-is-called-this");
  await expect(page.getByRole("grid", { name: "Requests" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await gridWithRows(page, "Requests");
});

test("the keys go on from the list into the request and back", async ({ page, scimscope }) => {
  await scimscope({ open: "sandbox" });
  await gridWithRows(page, "Users");
  const grid = await openHistory(page);
  await grid.getByRole("row").nth(2).getByRole("gridcell").first().click();
  const detail = page.getByTestId("exchange-detail");
  await expect(detail.getByRole("tab").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(() => detail.evaluate((it) => it.contains(document.activeElement))).toBe(true);
});

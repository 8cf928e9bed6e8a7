// The filter of a table and the palette, by role and name, with the keyboard.
import { expect, test } from "../support/host";
import { applyFilter, gridWithRows } from "../support/steps";

test("a filter is applied by keys, and what it lets through is counted", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  await gridWithRows(page, "Users");
  const field = page.getByRole("combobox", { name: "Filter users" });
  await applyFilter(page, 'userName eq "nobody is called that"');
  await expect(page.getByRole("heading", { name: "No users match" })).toBeVisible();
  await expect(field).toBeFocused();
  await page.getByRole("button", { name: "Clear filter" }).last().click();
  const grid = await gridWithRows(page, "Users");
  await expect(grid).toHaveAttribute("aria-rowcount", "5001");
  await expect(field).toHaveValue("");
});

test("completions are pointed at from the field, which keeps the focus", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  await gridWithRows(page, "Users");
  await page.keyboard.press("/");
  await page.keyboard.type("userN");
  const field = page.getByRole("combobox", { name: "Filter users" });
  const option = page.getByRole("listbox", { name: "Completions" }).getByRole("option").first();
  await expect(option).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute(
    "aria-activedescendant",
    (await option.getAttribute("id")) ?? "",
  );
  await page.keyboard.press("Tab");
  await expect(field).toHaveValue("userName ");
  await expect(field).toBeFocused();
});

test("the palette finds a command, says when it finds nothing, and gives the focus back", async ({
  page,
  scimscope,
}) => {
  await scimscope({ open: "sandbox" });
  const grid = await gridWithRows(page, "Users");
  const cell = grid.getByRole("row").nth(2).getByRole("gridcell").first();
  await cell.click();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog").filter({ has: page.getByRole("combobox") });
  const field = palette.getByRole("combobox");
  await expect(field).toBeFocused();
  await page.keyboard.type(">no such command");
  await expect(palette.getByText(/Nothing here is called that/)).toBeVisible();
  await expect(palette.getByRole("option")).toHaveCount(0);
  await field.fill("settings");
  const found = palette.getByRole("option", { selected: true });
  await expect(found).toContainText(/settings/i);
  await page.keyboard.press("Escape");
  await expect(cell).toBeFocused();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("settings");
  await expect(found).toContainText(/settings/i);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("settings")).toBeVisible();
});

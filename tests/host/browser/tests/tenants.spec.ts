// The list of tenants, by role and name, mostly with the keyboard.
import { expect, test } from "../support/host";
import { arrangedTenants, importTenants } from "../support/tenantsFile";

test("tenants stand under their groups, and those in none have a heading too", async ({
  page,
  scimscope,
}) => {
  await scimscope();
  await importTenants(page, arrangedTenants);
  const namesIn = (group: string) =>
    page.getByRole("region", { name: group }).getByRole("listitem").getByRole("button");
  await expect(namesIn("Bank").filter({ hasText: /Aurelia|Borealis/ })).toHaveCount(2);
  await expect(namesIn("Airline").filter({ hasText: "Cassiopeia" })).toHaveCount(1);
  await expect(namesIn("In no group").filter({ hasText: "Meridian" })).toHaveCount(1);
  await expect(page.getByRole("heading", { name: "Bank" })).toBeVisible();
});

test("a tenant moves by keys, says where it is, and keeps the focus", async ({
  page,
  scimscope,
}) => {
  await scimscope();
  await importTenants(page, arrangedTenants);
  const bank = page.getByRole("region", { name: "Bank" });
  const aurelia = bank.getByRole("button", { name: /^(?!Actions).*Aurelia/ });
  await aurelia.focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(
    page.getByRole("status").filter({ hasText: "Aurelia: 2 of 2 in Bank." }),
  ).toHaveCount(1);
  await expect(aurelia).toBeFocused();
  await expect(bank.getByRole("listitem").nth(1)).toContainText("Aurelia");
});

test("a menu goes by arrows, and the dialog that it opens gives the focus back", async ({
  page,
  scimscope,
}) => {
  await scimscope();
  await importTenants(page, arrangedTenants);
  const actions = page.getByRole("button", { name: "Actions for Meridian" });
  await actions.focus();
  await page.keyboard.press("Enter");
  const entry = page.getByRole("menuitem", { name: "Move to a group…" });
  await expect(page.getByRole("menu", { name: "Actions for Meridian" })).toBeVisible();
  await page.keyboard.type("Move to");
  await expect(entry).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Group of Meridian" });
  await expect(dialog.getByRole("textbox", { name: "Group" })).toBeFocused();
  await page.keyboard.type("Airline");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Airline" })).toContainText("Meridian");
  await expect(actions).toBeFocused();
});

// Adding a tenant, testing its connection, and forgetting it, by role and name.
import {
  addAndOpen,
  fillForm,
  gridWithRows,
  NOBODY,
  openForm,
  testConnection,
} from "../support/steps";
import { expect, test } from "../support/host";

test("every field of the form has a name, and Tab goes through them in their order", async ({
  page,
  scimscope,
}) => {
  await scimscope();
  const form = await openForm(page);
  await expect(form.getByRole("textbox", { name: "Name" })).toBeFocused();
  const names: string[] = [];
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press("Tab");
    names.push(
      await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const label = (element as HTMLInputElement).labels?.[0]?.textContent;
        return element.getAttribute("aria-label") ?? label ?? element.textContent ?? "";
      }),
    );
  }
  const places = ["Environment", "Base URL", "Token"].map((name) =>
    names.findIndex((it) => it.includes(name)),
  );
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("what is missing is said beside its field when saving is tried", async ({
  page,
  scimscope,
}) => {
  await scimscope();
  const form = await openForm(page);
  await form.getByRole("button", { name: "Save and open" }).click();
  const url = form.getByRole("textbox", { name: "Base URL" });
  await expect(url).toHaveAttribute("aria-invalid", "true");
  const described = await url.getAttribute("aria-describedby");
  expect(described).toBeTruthy();
  await expect(page.locator(`[id="${described?.split(" ")[0]}"]`)).toBeVisible();
});

test("a connection that works passes every step, and the tenant opens", async ({
  page,
  scimscope,
}) => {
  const { provider } = await scimscope();
  const form = await fillForm(page, { name: "Meridian", ...provider });
  const pane = await testConnection(page);
  await expect(pane.getByRole("status").filter({ hasText: "passed" })).toBeVisible();
  const steps = pane.getByRole("list", { name: "Steps of the connection test" });
  await expect(steps.getByRole("listitem").first()).toContainText(/: ok/);
  await form.getByRole("button", { name: "Save and open" }).click();
  await gridWithRows(page, "Users");
});

test("a connection that fails says where, why, and what to do", async ({ page, scimscope }) => {
  await scimscope();
  await fillForm(page, { name: "Nobody", baseUrl: NOBODY });
  const pane = await testConnection(page);
  await expect(pane.getByRole("status").filter({ hasText: "stopped at TCP" })).toBeVisible();
  const failed = pane.getByRole("listitem").filter({ hasText: ": failed" });
  for (const word of ["Said", "Cause", "Remedy"]) {
    await expect(failed.getByRole("term").filter({ hasText: word })).toBeVisible();
  }
  await pane.getByRole("button", { name: "Copy report" }).click();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain("127.0.0.1:1");
  expect(report).not.toContain("token-of-a-test");
});

test("a token that the server refuses can be given anew, in a dialog", async ({
  page,
  scimscope,
  provider,
}) => {
  const closed = await provider({
    "/ServiceProviderConfig": { status: 401 },
    "/Users": { status: 401 },
  });
  await scimscope();
  await addAndOpen(page, { name: "Closed", baseUrl: closed.baseUrl });
  const opener = page.getByRole("button", { name: "Paste a new token" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: /^Token for/ });
  await expect(dialog.getByLabel("Token", { exact: true })).toBeFocused();
  await expect(dialog.getByRole("button", { name: "Open" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("a server that does not answer can be left", async ({ page, scimscope, provider }) => {
  const silent = await provider({ "/ServiceProviderConfig": { silent: true } });
  await scimscope();
  await addAndOpen(page, { name: "Silent", baseUrl: silent.baseUrl });
  await expect(page.getByRole("heading", { name: "Opening Silent" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "Opening Silent" })).toBeHidden();
});

test("forgetting asks first, with the focus on what does nothing", async ({ page, scimscope }) => {
  const { provider } = await scimscope();
  const form = await fillForm(page, { name: "Meridian", ...provider });
  await form.getByRole("button", { name: "Save", exact: true }).click();
  const opener = form.getByRole("button", { name: "Forget this tenant" });
  await opener.click();
  const dialog = page.getByRole("alertdialog", { name: /^Forget Meridian/ });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  for (let press = 0; press < 4; press += 1) {
    await page.keyboard.press("Tab");
    // The focus may pass through a guard at the edge of the dialog.
    await expect
      .poll(() => dialog.evaluate((it) => it.contains(document.activeElement)))
      .toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await opener.click();
  await dialog.getByRole("button", { name: "Forget this tenant" }).click();
  await expect(page.getByText("Meridian is forgotten")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Meridian/ })).toHaveCount(0);
});

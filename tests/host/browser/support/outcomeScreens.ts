// A write of which nobody knows whether it was done, for the accessibility checks.
import { expect, type Page } from "@playwright/test";

import type { Started } from "./host";
import { command } from "./command";
import type { Screen } from "./screen";
import { fillForm, gridWithRows, openHistory } from "./steps";

/** A PATCH that the server never answers, and its place in the history. */
async function unanswered(page: Page, started: Started, baseUrl: string): Promise<void> {
  // Production, which a new tenant is until somebody says otherwise, is read-only.
  const form = await fillForm(page, { name: "Unanswering", baseUrl });
  await form.getByTestId("field-environment").click();
  await page.getByRole("option", { name: "Test" }).click();
  await form.getByRole("button", { name: "Save and open" }).click();
  await gridWithRows(page, "Users");
  const tenants = await command<{ id: string; name: string }[]>(page, started, "tenant_list", {});
  const tenantId = tenants.find(({ name }) => name === "Unanswering")?.id;
  const operation = { op: "replace", path: "active", value: false };
  const body = JSON.stringify({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [operation],
  });
  const request = { tenantId, method: "PATCH", url: "/Users/user-1", body };
  const { token } = await command<{ token: string }>(page, started, "request_prepare", request);
  await command(page, started, "request_send", { tenantId, token });
  const history = await openHistory(page);
  await page.getByRole("button", { name: "Outcome unknown", exact: true }).click();
  await history.getByRole("gridcell", { name: /Outcome unknown/ }).click();
  await expect(page.getByTestId("read-back-request")).toBeVisible();
}

export const outcomeScreens: readonly Screen[] = [
  {
    name: "write of unknown outcome",
    draws: { "outcome/OutcomeNotice": "outcome-notice" },
    show: async ({ page, started, provider }) => {
      const { baseUrl } = await provider();
      await unanswered(page, started, baseUrl);
    },
  },
  {
    name: "write of unknown outcome, read back",
    show: async ({ page, started, provider }) => {
      const { baseUrl } = await provider();
      await unanswered(page, started, baseUrl);
      await page.getByRole("button", { name: "Read back" }).click();
      await expect(page.getByTestId("read-back-found")).toContainText("the change is there");
    },
  },
];

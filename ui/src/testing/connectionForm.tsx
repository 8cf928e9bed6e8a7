// Opens the connection form on a fake host: of a new tenant, or of one that is there.
import { screen } from "@testing-library/react";

import type { Tenant } from "../host/generated/Tenant";
import type { Answers } from "./fakeHost";
import { appStarted, aTenant } from "./fixtures";
import { renderApp } from "./render";

export async function newTenant(answers: Answers = {}, baseUrl = "https://example.test/scim") {
  const app = renderApp({
    tenant_save: (draft) => aTenant({ id: "new", name: draft.name }),
    ...answers,
  });
  await app.user.click(await screen.findByTestId("welcome-add-tenant"));
  await app.user.click(await screen.findByTestId("field-baseUrl"));
  await app.user.paste(baseUrl);
  return app;
}

export async function editTenant(tenant: Tenant, answers: Answers = {}) {
  const app = renderApp({
    app_start: () => appStarted({ tenants: [tenant] }),
    tenant_list: () => [tenant],
    tenant_save: () => tenant,
    ...answers,
  });
  await app.user.click(
    await screen.findByRole("button", { name: "Edit the connection Aurelia Bank" }),
  );
  await screen.findByTestId("tenant-form");
  return app;
}

export type App = Awaited<ReturnType<typeof newTenant>>;

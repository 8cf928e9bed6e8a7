// The file of tenants: shown before it is saved, looked at before it is imported.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { TenantsReadThrough } from "../../../host/generated/TenantsReadThrough";
import { appStarted, aTenant } from "../../../testing/fixtures";
import type { Answers } from "../../../testing/fakeHost";
import { renderApp } from "../../../testing/render";

const tenants = [aTenant({ id: "a", name: "Aurelia" })];

async function renderTenants(answers: Answers) {
  const start = { app_start: () => appStarted({ tenants }), tenant_list: () => tenants };
  const rendered = renderApp({ ...start, ...answers });
  await rendered.user.click(await screen.findByTestId("nav-tenants"));
  await screen.findByTestId("tenants-screen");
  return rendered;
}

test("the file is shown in full before it is saved", async () => {
  const { user, host } = await renderTenants({
    tenants_export: ({ tenantIds }) => ({
      fileName: "scimscope-tenants.json",
      text: `{ "tenants": ${tenantIds.length} }`,
      count: 1,
    }),
    tenants_save: () => ({ path: "/files/tenants.json" }),
  });
  await user.click(screen.getByRole("button", { name: "Actions for Aurelia" }));
  await user.click(await screen.findByRole("menuitem", { name: /^Export/ }));
  const dialog = within(await screen.findByRole("dialog", { name: "Export Aurelia" }));
  expect(await dialog.findByRole("region", { name: "The file in full" })).toHaveTextContent(
    '{ "tenants": 1 }',
  );
  await user.click(dialog.getByRole("button", { name: "Save…" }));
  expect(await dialog.findByText(/Saved to/)).toBeVisible();
  expect(host.requests("tenants_save")).toEqual([{ tenantIds: ["a"] }]);
});

const readThrough: TenantsReadThrough = {
  remarks: [{ kind: "notice", pointer: "/future", sentence: "It is left out." }],
  tenants: [
    {
      index: 0,
      state: "new",
      name: "New one",
      group: "Bank",
      environment: "test",
      colour: "teal",
      baseUrl: "https://new.example",
      authentication: "clientCredentials",
      endpoints: ["https://login.example/token"],
      keepsSignedIn: true,
      proxy: "http://proxy.example:3128",
      authorities: ["CN=One", "CN=Two"],
      toGive: ["client secret", "header x-gateway"],
      guard: "confirm",
      remarks: [
        { kind: "secret", pointer: "/tenants/0/token", sentence: "It looks like a secret." },
      ],
    },
    {
      index: 1,
      state: "same",
      name: "Aurelia",
      group: "",
      environment: "production",
      colour: "red",
      baseUrl: "https://a.example",
      authentication: "bearer",
      endpoints: [],
      keepsSignedIn: false,
      authorities: [],
      toGive: ["token"],
      guard: "readOnly",
      remarks: [],
    },
    {
      index: 2,
      state: "refused",
      name: "",
      group: "",
      colour: "red",
      baseUrl: "",
      endpoints: [],
      keepsSignedIn: false,
      authorities: [],
      toGive: [],
      guard: "readOnly",
      remarks: [{ kind: "refused", pointer: "/tenants/2/kind", sentence: "No such kind." }],
    },
  ],
};

test("a pasted file is looked at, and only what is chosen is imported", async () => {
  const { user, host } = await renderTenants({
    tenants_read: () => readThrough,
    tenants_import: () => ({ tenants: [aTenant({ id: "n" }), aTenant({ id: "o" })] }),
  });
  await user.click(screen.getByTestId("tenants-import"));
  await user.click(await screen.findByRole("textbox", { name: "or paste its text" }));
  await user.paste('{"format":"scimscope-tenants"}');
  await user.click(screen.getByRole("button", { name: "Look at it" }));
  expect(await screen.findByText("1 to be added, 1 here already, 1 cannot be added")).toBeVisible();
  expect(screen.getByRole("region", { name: "What the file holds" })).toHaveFocus();
  // The second press of two at the same place is none on what came to be there.
  fireEvent.click(screen.getByRole("button", { name: "Import 1 tenant" }), { detail: 2 });
  expect(host.requests("tenants_import")).toEqual([]);
  expect(screen.getByText("/tenants/0/token")).toBeVisible();
  expect(screen.getByText("/future")).toBeVisible();
  const [first, second, last] = screen.getAllByTestId("import-row");
  expect(first).toHaveTextContent(
    "OAuth client credentials · asks before each write · keeps its refresh token in the keychain" +
      " · to be given: client secret, header x-gateway",
  );
  expect(first).toHaveTextContent("signs in at https://login.example/token");
  expect(first).toHaveTextContent("through the proxy http://proxy.example:3128");
  expect(first).toHaveTextContent("trusts 2 certificate authorities of the file: CN=One · CN=Two");
  expect(second).not.toHaveTextContent(/proxy|authorit|refresh token/);
  expect(last).not.toHaveTextContent("read-only");
  expect(screen.getByRole("checkbox", { name: "Import New one" })).toBeChecked();
  expect(screen.getByRole("checkbox", { name: "Import entry 3" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  expect(screen.getByRole("button", { name: "Import 1 tenant" })).toBeEnabled();
  await user.click(screen.getByRole("checkbox", { name: "Import Aurelia" }));
  await user.click(screen.getByRole("button", { name: "Import 2 tenants" }));
  await waitFor(() =>
    expect(host.requests("tenants_import")).toEqual([
      { text: '{"format":"scimscope-tenants"}', indexes: [0, 1] },
    ]),
  );
  expect(await screen.findByText("2 tenants were added")).toBeVisible();
  expect(screen.queryByTestId("import-dialog")).toBeNull();
});

test("a chosen file is read, and one that is none is refused without losing the way", async () => {
  const refused: TenantsReadThrough = {
    remarks: [{ kind: "refused", pointer: "", sentence: "This is not JSON." }],
    tenants: [],
  };
  const { user, host } = await renderTenants({ tenants_read: () => refused });
  await user.click(screen.getByTestId("tenants-import"));
  await user.upload(await screen.findByLabelText("File"), new File(["no json"], "tenants.json"));
  expect(await screen.findByText("This is not JSON.")).toBeVisible();
  expect(host.requests("tenants_read")).toEqual([{ text: "no json" }]);
  expect(screen.getByRole("button", { name: "Import 0 tenants" })).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "Another file" }));
  expect(screen.getByLabelText("File")).toBeVisible();
});

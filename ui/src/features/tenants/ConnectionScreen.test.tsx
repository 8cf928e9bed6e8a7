// The connection form and its test: what is sent, what is kept, what is said.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Tenant } from "../../host/generated/Tenant";
import type { TenantTested } from "../../host/generated/TenantTested";
import type { Answers } from "../../testing/fakeHost";
import { failing, never } from "../../testing/fakeHost";
import { anError, appStarted, aStorage, aTenant } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

const refused: TenantTested = {
  stoppedAt: "Sign-in",
  ms: 120,
  requests: 2,
  tokenRequests: 0,
  steps: [
    { name: "DNS", state: "ok", ms: 3, detail: "example.test is 192.0.2.1" },
    {
      name: "Sign-in",
      state: "failed",
      ms: 80,
      detail: "GET /ResourceTypes",
      problem: {
        said: '401 Unauthorized\nBearer error="invalid_token"',
        cause: "The server does not know this token.",
        remedy: "Paste a new one.",
        field: "token",
      },
    },
    { name: "Schemas", state: "skipped", detail: "Waits for sign-in" },
  ],
};
const passed: TenantTested = {
  ms: 40,
  requests: 4,
  tokenRequests: 0,
  steps: [{ name: "DNS", state: "ok", ms: 3, detail: "example.test is 192.0.2.1" }],
};

async function newTenant(answers: Answers = {}) {
  const saved: Tenant[] = [];
  const app = renderApp({
    tenant_save: (draft) => {
      saved.push(aTenant({ id: "new", name: draft.name || "example.test" }));
      return aTenant({ id: "new", name: draft.name || "example.test" });
    },
    tenant_list: () => [...saved, ...appStarted().tenants],
    ...answers,
  });
  await app.user.click(await screen.findByTestId("welcome-add-tenant"));
  await app.user.type(await screen.findByTestId("field-baseUrl"), "https://example.test/scim");
  return app;
}

async function editTenant(answers: Answers = {}) {
  const app = renderApp(answers);
  await app.user.click(
    await screen.findByRole("button", { name: "Edit the connection Aurelia Bank" }),
  );
  await screen.findByTestId("tenant-form");
  return app;
}

test("the base URL is shown as it is understood", async () => {
  await newTenant({
    base_url_read: () => ({
      baseUrl: "https://example.test/scim",
      host: "example.test",
      credentialAllowed: true,
    }),
  });
  expect(await screen.findByTestId("base-url-understood")).toHaveTextContent(
    "Requests start with https://example.test/scim",
  );
});

test("a base URL that cannot be is marked with the reason", async () => {
  await newTenant({
    base_url_read: failing(anError({ code: "invalidInput", detail: "ftp is not http or https." })),
  });
  expect(await screen.findByText("ftp is not http or https.")).toBeVisible();
  expect(screen.getByTestId("field-baseUrl")).toHaveAttribute("aria-invalid", "true");
});

test("plain http with a token says that the token is not sent", async () => {
  await newTenant({
    base_url_read: () => ({ baseUrl: "http://e", host: "e", credentialAllowed: false }),
  });
  expect(await screen.findByText(/A credential would travel readable/)).toBeVisible();
});

test("plain http with a password says so as well, and without sign-in it does not", async () => {
  const { user } = await newTenant({
    base_url_read: () => ({ baseUrl: "http://e", host: "e", credentialAllowed: false }),
  });
  await user.click(screen.getByRole("radio", { name: "Basic" }));
  expect(await screen.findByText(/A credential would travel readable/)).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "None" }));
  expect(screen.queryByText(/A credential would travel readable/)).toBeNull();
});

test("Ctrl+Enter saves and opens, with the token going only inwards", async () => {
  const { user, host } = await newTenant();
  await user.type(screen.getByLabelText("Token"), "canary-token");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(host.requests("tenant_open")).toEqual([{ tenantId: "new" }]));
  expect(host.requests("tenant_save")[0]).toMatchObject({
    baseUrl: "https://example.test/scim",
    authentication: "bearer",
    environment: "production",
    guard: "readOnly",
    secret: { kind: "replace", value: "canary-token" },
    askEachTime: false,
    connectSeconds: 10,
    totalSeconds: 60,
  });
  expect(document.body.innerHTML).not.toContain("canary-token");
});

test("after Save the token is in the keychain and nowhere on the screen", async () => {
  const { user } = await newTenant();
  await user.type(screen.getByLabelText("Token"), "canary-token");
  await user.click(screen.getByTestId("tenant-save"));
  expect(await screen.findByText("in GNOME Keyring")).toBeVisible();
  expect(screen.queryByDisplayValue("canary-token")).toBeNull();
  expect(document.body.innerHTML).not.toContain("canary-token");
  expect(screen.queryByText("not saved")).toBeNull();
});

test("saving without a base URL says what is missing and sends nothing", async () => {
  const { user, host } = renderApp();
  await user.click(await screen.findByTestId("welcome-add-tenant"));
  await user.click(await screen.findByTestId("tenant-save"));
  expect(await screen.findByText("Where the server is: its base URL.")).toBeVisible();
  expect(host.requests("tenant_save")).toEqual([]);
});

test("testing without a base URL says what is missing and sends nothing", async () => {
  const { user, host } = renderApp();
  await user.click(await screen.findByTestId("welcome-add-tenant"));
  await user.click(await screen.findByTestId("tenant-test"));
  expect(await screen.findByText("Where the server is: its base URL.")).toBeVisible();
  expect(host.requests("tenant_test")).toEqual([]);
});

test("editing and saving the tenant that is open opens it anew", async () => {
  const { user, host } = renderApp({
    app_start: () => appStarted({ openTenant: "t1" }),
    tenant_save: () => aTenant(),
  });
  await screen.findByTestId("nav-User");
  await user.click(screen.getByRole("button", { name: "Connected" }));
  await user.click(await screen.findByTestId("tenant-save"));
  await waitFor(() => expect(host.requests("tenant_open")).toHaveLength(2));
});

test("a stored token is never revealed, only replaced or forgotten", async () => {
  const { user, host } = await editTenant({ tenant_save: () => aTenant() });
  expect(screen.queryByLabelText("Token")).not.toBeInstanceOf(HTMLInputElement);
  expect(screen.getByText("in GNOME Keyring")).toBeVisible();
  await user.click(screen.getByRole("button", { name: /^Replace the token/ }));
  await user.type(await screen.findByLabelText("Token"), "next");
  await user.click(screen.getByTestId("tenant-save"));
  await waitFor(() =>
    expect(host.requests("tenant_save")[0]?.secret).toEqual({ kind: "replace", value: "next" }),
  );
});

test("forgetting the stored token is a change that is saved", async () => {
  const { user, host } = await editTenant({ tenant_save: () => aTenant({ secret: "missing" }) });
  await user.click(screen.getByRole("button", { name: "Forget the token" }));
  expect(screen.getByText("The stored token is forgotten when you save.")).toBeVisible();
  await user.click(screen.getByTestId("tenant-save"));
  await waitFor(() => expect(host.requests("tenant_save")[0]?.secret).toEqual({ kind: "forget" }));
});

test("what came along with a pasted token is noticed, and taken off where one says so", async () => {
  const { user, host } = await newTenant({
    secret_look: ({ value }) =>
      value.startsWith("'")
        ? {
            oddities: ["quotes"],
            notice: "What was pasted has quotes.",
            left: "As it stands it is used with that.",
          }
        : { oddities: [] },
  });
  await user.click(screen.getByLabelText("Token"));
  await user.paste("'abc'");
  const notice = await screen.findByText(/What was pasted has quotes\./);
  expect(notice).toHaveTextContent("As it stands it is used with that.");
  expect(host.requests("secret_look").at(-1)).toEqual({ kind: "token", value: "'abc'" });
  await user.click(screen.getByRole("button", { name: "Take it off" }));
  expect(notice).toHaveTextContent("It is taken off.");
  await user.click(screen.getByRole("button", { name: "Leave it as pasted" }));
  expect(notice).toHaveTextContent("As it stands it is used with that.");
  await user.click(screen.getByRole("button", { name: "Take it off" }));
  await user.click(screen.getByTestId("tenant-save"));
  await waitFor(() =>
    expect(host.requests("tenant_save")[0]?.secret).toEqual({
      kind: "replace",
      value: "'abc'",
      clean: true,
    }),
  );
});

test("where leaving it as pasted changes nothing, there is nothing to choose", async () => {
  const notice = "What was pasted has white space around it, which is never sent.";
  const { user } = await newTenant({
    secret_look: () => ({ oddities: ["spaceAround"], notice }),
  });
  await user.click(screen.getByLabelText("Token"));
  await user.paste(" abc ");
  expect(await screen.findByText(notice)).toBeVisible();
  expect(screen.queryByTestId("secret-clean")).toBeNull();
});

test("without a keychain the token is asked for each time, with the reason", async () => {
  const { user, host } = await newTenant({
    app_start: () => appStarted({ storage: aStorage({ keychainAvailable: false }) }),
  });
  expect(screen.getByRole("checkbox", { name: /Ask each time/ })).toBeChecked();
  expect(screen.getByText(/never written to disk in clear text/)).toBeVisible();
  await user.type(screen.getByLabelText("Token"), "t");
  await user.click(screen.getByTestId("tenant-save"));
  await waitFor(() => expect(host.requests("tenant_save")[0]?.askEachTime).toBe(true));
});

test("the test shows its steps, why one failed, and marks the field at fault", async () => {
  const { user } = await newTenant({ tenant_test: () => refused });
  await user.type(screen.getByLabelText("Token"), "old");
  await user.click(screen.getByTestId("tenant-test"));
  const step = await screen.findByTestId("test-step-Sign-in");
  expect(step).toHaveAttribute("data-state", "failed");
  expect(step).toHaveTextContent('Bearer error="invalid_token"');
  expect(step).toHaveTextContent("Paste a new one.");
  expect(screen.getByTestId("test-step-DNS")).toHaveAttribute("data-state", "ok");
  expect(screen.getByTestId("test-step-Schemas")).toHaveAttribute("data-state", "skipped");
  expect(screen.getByText("stopped at Sign-in")).toBeVisible();
  expect(screen.getByLabelText("Token")).toHaveAttribute("aria-invalid", "true");
});

test("steps come live and a running test can be cancelled", async () => {
  const { user, host } = await newTenant({
    tenant_test: (request, tools) => {
      tools.emit({ ...passed, steps: [{ name: "DNS", state: "running", detail: "" }] });
      return never(request, tools);
    },
  });
  await user.click(screen.getByTestId("tenant-test"));
  expect(await screen.findByTestId("test-step-DNS")).toHaveAttribute("data-state", "running");
  // Who presses it as a test has just started by itself neither ends that nor starts another.
  await user.click(screen.getByTestId("tenant-test"));
  expect(screen.getByTestId("tenant-test")).toHaveFocus();
  expect(screen.getByTestId("test-step-DNS")).toHaveAttribute("data-state", "running");
  expect(host.requests("tenant_test")).toHaveLength(1);
  await user.click(screen.getByTestId("tenant-test-cancel"));
  expect(await screen.findByText("Not tested yet")).toBeVisible();
});

test("the report of a test goes to the clipboard without the token", async () => {
  const { user, host } = await newTenant({ tenant_test: () => refused });
  await user.type(screen.getByLabelText("Token"), "canary-token");
  await user.type(screen.getByTestId("field-baseUrl"), "?key=canary-in-url#canary-too");
  await user.click(screen.getByTestId("tenant-test"));
  await user.click(await screen.findByTestId("copy-report"));
  expect(host.copied[0]).toContain("Connection test of https://example.test/scim: ");
  expect(host.copied[0]).toContain("stopped at Sign-in");
  expect(host.copied[0]).toContain("Remedy: Paste a new one.");
  expect(host.copied[0]).not.toContain("canary");
});

test("a save that fails shows the error where it is about a field", async () => {
  const { user } = await newTenant({
    tenant_save: failing(
      anError({ code: "invalidInput", field: "baseUrl", detail: "No user name in a base URL." }),
    ),
  });
  await user.click(screen.getByTestId("tenant-save"));
  expect(await screen.findByText("No user name in a base URL.")).toBeVisible();
});

test("a save that fails otherwise is an error card", async () => {
  const { user } = await newTenant({
    tenant_save: failing(anError({ code: "keychain", title: "The keychain refused" })),
  });
  await user.click(screen.getByTestId("tenant-save"));
  expect(await screen.findByTestId("error-card")).toHaveAttribute("data-code", "keychain");
});

test("forgetting a tenant asks first and says what is erased", async () => {
  const { user, host } = await editTenant({
    exchanges_list: () => ({ exchanges: [], total: 2418, totalIsLeast: false, more: false }),
  });
  await user.click(screen.getByTestId("tenant-forget"));
  const dialog = await screen.findByRole("alertdialog");
  await waitFor(() => expect(dialog).toHaveTextContent("2,418 recorded requests"));
  expect(dialog).toHaveTextContent("its token in GNOME Keyring");
  await waitFor(() => expect(within(dialog).getByRole("button", { name: "Cancel" })).toHaveFocus());
  expect(host.requests("tenant_forget")).toEqual([]);
  await user.click(within(dialog).getByTestId("forget-confirm"));
  await waitFor(() => expect(host.requests("tenant_forget")).toEqual([{ tenantId: "t1" }]));
  expect(await screen.findByTestId("welcome-open-sandbox")).toBeVisible();
});

test("what was typed is there again after a look elsewhere", async () => {
  const { user } = await newTenant();
  await user.type(screen.getByTestId("field-token"), "canary-token");
  await user.click(screen.getByTestId("nav-history"));
  await screen.findByTestId("history-outcome");
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  expect(await screen.findByTestId("field-baseUrl")).toHaveValue("https://example.test/scim");
  expect(screen.getByTestId("field-token")).toHaveValue("canary-token");
  expect(screen.getByText("not saved")).toBeVisible();
  expect(JSON.stringify(localStorage)).not.toContain("canary-token");
});

test("Cancel gives up what was typed, and so does saving it", async () => {
  const { user } = await newTenant();
  await user.click(screen.getByTestId("tenant-cancel"));
  await user.click(await screen.findByTestId("welcome-add-tenant"));
  expect(await screen.findByTestId("field-baseUrl")).toHaveValue("");
  await user.type(screen.getByTestId("field-baseUrl"), "https://example.test/scim");
  await user.click(screen.getByTestId("tenant-save"));
  await screen.findByText("example.test is saved");
  await user.click(screen.getByTestId("nav-add-tenant"));
  await waitFor(() => expect(screen.getByTestId("field-baseUrl")).toHaveValue(""));
});

test("each tenant keeps its own unsaved form", async () => {
  const { user } = await editTenant();
  await user.type(screen.getByTestId("field-name"), " edited");
  await user.click(screen.getByTestId("nav-add-tenant"));
  await waitFor(() => expect(screen.getByTestId("field-name")).toHaveValue(""));
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  await waitFor(() => expect(screen.getByTestId("field-name")).toHaveValue("Aurelia Bank edited"));
});

test("the form of a new tenant is ready to be typed into", async () => {
  const { user } = renderApp();
  await user.click(await screen.findByTestId("welcome-add-tenant"));
  await waitFor(() => expect(screen.getByTestId("field-name")).toHaveFocus());
});

test("Basic takes a user name and a password, which goes only inwards", async () => {
  const { user, host } = await newTenant();
  await user.click(screen.getByRole("radio", { name: "Basic" }));
  expect(screen.queryByTestId("field-token")).toBeNull();
  await user.type(screen.getByLabelText("Password"), "canary-password");
  await user.click(screen.getByTestId("tenant-save"));
  expect(await screen.findByText("The user name that belongs to the password.")).toBeVisible();
  expect(host.requests("tenant_save")).toEqual([]);
  await user.type(screen.getByLabelText("User name"), "ada");
  await user.click(screen.getByTestId("tenant-save"));
  await waitFor(() =>
    expect(host.requests("tenant_save")[0]).toMatchObject({
      authentication: "basic",
      userName: "ada",
      secret: { kind: "replace", value: "canary-password" },
    }),
  );
  expect(document.body.innerHTML).not.toContain("canary-password");
});

test("a refused way to sign in is marked where it is chosen", async () => {
  const { user } = await newTenant({
    tenant_test: failing(
      anError({ code: "unauthorized", field: "authentication", detail: "It names only Basic." }),
    ),
  });
  await user.type(screen.getByLabelText("Token"), "canary-token");
  await user.click(screen.getByTestId("tenant-test"));
  const section = screen.getByRole("region", { name: "Sign-in" });
  expect(await within(section).findByText("It names only Basic.")).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "Basic" }));
  await waitFor(() => expect(within(section).queryByText("It names only Basic.")).toBeNull());
});

test("a base URL that was found to work is taken over and tested", async () => {
  const tested: string[] = [];
  const app = await newTenant({
    tenant_test: (draft) => {
      tested.push(draft.baseUrl);
      if (draft.baseUrl.endsWith("/scim/v2")) return passed;
      return {
        // Not even failed: with SCIM 1.1 one can read lists.
        ms: 10,
        requests: 4,
        tokenRequests: 0,
        steps: [
          { name: "Sign-in", state: "warning", detail: "Lists resources, but as SCIM 1.1 does" },
          {
            name: "Base URL",
            state: "ok",
            detail: "https://example.test/scim/v2 answers as SCIM 2.0 does",
            suggestion: "https://example.test/scim/v2",
          },
        ],
      };
    },
  });
  await app.user.click(screen.getByRole("radio", { name: "None" }));
  await app.user.click(screen.getByTestId("tenant-test"));
  await app.user.click(
    await screen.findByRole("button", { name: "Use https://example.test/scim/v2" }),
  );
  expect(screen.getByTestId("field-baseUrl")).toHaveValue("https://example.test/scim/v2");
  await waitFor(() => expect(tested).toHaveLength(2), { timeout: 5000 });
  expect(tested[1]).toBe("https://example.test/scim/v2");
  expect(await screen.findByText("passed")).toBeInTheDocument();
});

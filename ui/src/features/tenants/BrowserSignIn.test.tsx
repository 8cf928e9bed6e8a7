// Signing in with the browser, and what is known of a token afterwards: in the form, in the status bar, over the screens.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Tenant } from "../../host/generated/Tenant";
import type { TenantToken } from "../../host/generated/TenantToken";
import { directoryAnswers } from "../../testing/fakeDirectory";
import type { Answers } from "../../testing/fakeHost";
import { failing, never } from "../../testing/fakeHost";
import {
  aBrowserTenant,
  anError,
  anOAuthTenant,
  appStarted,
  aTenant,
  aToken,
  tenantOpened,
} from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

/** The whole window opens first, and the machine may be busy. */
const PATIENT = { timeout: 8000 };
const URL_ONCE = "https://login.test/authorize?state=once";
const notSignedIn = anError({
  code: "signInNeeded",
  title: "Nobody has signed in yet",
  detail: "None was done in this run.",
  hints: ["Sign in with the browser."],
});

function of(tenant: Tenant, answers: Answers = {}) {
  return renderApp({
    app_start: () => appStarted({ tenants: [tenant] }),
    tenant_list: () => [tenant],
    tenant_open: ({ tenantId }) => tenantOpened(tenantId, { tenant }),
    ...answers,
  });
}

async function edit(tenant: Tenant, answers: Answers = {}) {
  const app = of(tenant, answers);
  await app.user.click(
    await screen.findByRole("button", { name: "Edit the connection Aurelia Bank" }),
  );
  await screen.findByTestId("tenant-form");
  return app;
}

function open(tenant: Tenant, answers: Answers = {}) {
  return of(tenant, {
    app_start: () => appStarted({ tenants: [tenant], openTenant: tenant.id }),
    ...answers,
  });
}

/** A token that was fetched a quarter of an hour ago and lives for one. */
function fetched(changed: Partial<TenantToken> = {}): TenantToken {
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  return aToken({
    obtainedAt: at(-15),
    expiresAt: at(45.5),
    scopes: ["scim.read"],
    renews: true,
    jwt: { issuer: "https://login.test/", audience: ["api://scim"], scopes: [] },
    ...changed,
  });
}

const over = {
  isUnusable: true,
  title: "The token has expired",
  detail: "It ended on 1 December 2026.",
  hint: "Get a new token.",
};

/** The button that signs in with the browser. */
const signIn = () => screen.findByTestId("sign-in-browser", {}, PATIENT);

test("a saved tenant is signed in to as it is saved, an edited one as the form has it", async () => {
  const { user, host } = await edit(aBrowserTenant(), {
    tenant_sign_in: () => fetched(),
    draft_sign_in: () => fetched(),
  });
  await user.click(await signIn());
  expect(await screen.findByText("Signed in")).toBeVisible();
  expect(host.requests("tenant_sign_in")).toEqual([{ tenantId: "t1" }]);
  await user.type(screen.getByLabelText("Scopes"), " more");
  expect(await screen.findByText(/settings have changed since you signed in/)).toBeVisible();
  await user.click(await signIn());
  await waitFor(() => expect(host.requests("draft_sign_in")).toHaveLength(1));
  expect(host.requests("draft_sign_in")[0]?.signIn?.oauth?.scopes).toContain("more");
  expect(await screen.findByTestId("signed-in")).toHaveTextContent("https://login.test/");
});

test("while the browser is open it says where it waits; the link can be copied, and waiting ends", async () => {
  const { user, host } = await edit(aBrowserTenant(), {
    tenant_sign_in: (request, tools) => {
      tools.emit({ url: URL_ONCE, seconds: 300 });
      return never(request, tools);
    },
  });
  await user.click(await signIn());
  const waiting = await screen.findByTestId("sign-in-waiting");
  await waitFor(() => expect(waiting).toHaveTextContent("Waiting for login.test"));
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(host.copied).toEqual([URL_ONCE]);
  await user.click(screen.getByRole("button", { name: "Open again" }));
  await waitFor(() => expect(host.requests("tenant_sign_in")).toHaveLength(2));
  await user.click(screen.getByRole("button", { name: "Cancel the sign-in" }));
  expect(await signIn()).toBeVisible();
});

test("a browser that did not open says why, and what to do", async () => {
  const { user } = await edit(aBrowserTenant(), {
    tenant_sign_in: (request, tools) => {
      tools.emit({ url: URL_ONCE, seconds: 300, notOpened: "There is no browser." });
      return never(request, tools);
    },
  });
  await user.click(await signIn());
  expect(await screen.findByText("The browser did not open")).toBeVisible();
  expect(screen.getByTestId("sign-in-waiting")).toHaveTextContent(
    "There is no browser. Copy the link",
  );
});

test("a sign-in that fails says why at its place, and marks the field at fault", async () => {
  const { user } = await edit(aBrowserTenant(), {
    tenant_sign_in: failing(
      anError({
        code: "noToken",
        title: "The provider does not accept the sign-in",
        detail: "The redirect URI is not the one that is registered.",
        said: "invalid_grant",
        field: "redirectUri",
      }),
    ),
  });
  await user.click(await signIn());
  const failed = await screen.findByTestId("sign-in-failed");
  expect(failed).toHaveTextContent("The provider does not accept the sign-in");
  expect(failed).toHaveTextContent("invalid_grant");
  expect(screen.getByLabelText("Redirect URI")).toHaveAttribute("aria-invalid", "true");
});

test("a sign-in without a client id says what is missing and opens no browser", async () => {
  const { user, host } = await edit(aBrowserTenant());
  await user.clear(screen.getByLabelText("Client id"));
  await user.click(await signIn());
  expect(screen.getByLabelText("Client id")).toHaveAttribute("aria-invalid", "true");
  expect(host.requests("draft_sign_in")).toEqual([]);
});

test("a tenant that nobody has signed in to leads to its sign-in, and then opens", async () => {
  let isIn = false;
  const tenant = aBrowserTenant();
  const { user } = open(tenant, {
    tenant_open: ({ tenantId }) =>
      isIn ? tenantOpened(tenantId, { tenant }) : failing(notSignedIn)(),
    tenant_sign_in: () => {
      isIn = true;
      return fetched();
    },
  });
  expect(await screen.findByTestId("error-card")).toHaveTextContent("Nobody has signed in yet");
  await user.click(await signIn());
  expect(await screen.findByTestId("nav-User")).toBeVisible();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a list that needs a sign-in offers it, and is read again after it", async () => {
  let isIn = false;
  const { user, host } = open(aBrowserTenant(), {
    ...directoryAnswers(),
    resources_list: () => (isIn ? failing(anError()) : failing(notSignedIn))(),
    tenant_sign_in: () => {
      isIn = true;
      return fetched();
    },
  });
  await user.click(await signIn());
  await waitFor(() =>
    expect(screen.getByTestId("error-card")).toHaveAttribute("data-code", "unreachable"),
  );
  expect(host.requests("tenant_sign_in")).toEqual([{ tenantId: "t1" }]);
});

test("the status bar says how long a token lives, what it says, and renews or forgets it", async () => {
  const { user, host } = open(anOAuthTenant(), { tenant_token: () => fetched() });
  const cell = await screen.findByTestId("status-token", {}, PATIENT);
  expect(cell).toHaveAccessibleName("token renews in 45 minutes");
  await user.click(cell);
  const panel = within(await screen.findByRole("dialog", { name: "Token and certificate" }));
  expect(panel.getByText("https://login.test/")).toBeVisible();
  expect(panel.getByText("api://scim")).toBeVisible();
  expect(panel.getByText("by itself, before it expires")).toBeVisible();
  await user.click(panel.getByRole("button", { name: "Renew now" }));
  await waitFor(() => expect(host.requests("token_renew")).toEqual([{ tenantId: "t1" }]));
  expect(await screen.findByText("The next request fetches a new token")).toBeVisible();
  await user.click(panel.getByRole("button", { name: "Forget the token" }));
  await waitFor(() => expect(host.requests("tenant_sign_out")).toEqual([{ tenantId: "t1" }]));
  // Nobody had signed in.
  expect(await screen.findByText("The token is forgotten")).toBeVisible();
});

test("a token that ends soon is told of in the status bar, one that has ended over every screen", async () => {
  const soon = { ...over, isUnusable: false, title: "The token expires in 3 days" };
  const first = open(aTenant(), { tenant_token: () => aToken({ notices: [soon] }) });
  expect(await screen.findByTestId("status-token", {}, PATIENT)).toHaveAccessibleName(
    "token expires in 3 days",
  );
  expect(screen.queryByTestId("expiry-banner")).toBeNull();
  first.unmount();
  const { user } = open(aTenant(), { tenant_token: () => aToken({ notices: [over] }) });
  const banner = await screen.findByTestId("expiry-banner", {}, PATIENT);
  expect(banner).toHaveAccessibleName("Sign-in");
  expect(banner).toHaveTextContent("The token has expired. It ended on 1 December 2026.");
  await user.click(within(banner).getByRole("button", { name: "Edit connection" }));
  expect(await screen.findByTestId("tenant-form")).toBeVisible();
});

test("all secrets that a tenant lacks are asked for at once, each under its name", async () => {
  let isGiven = false;
  const tenant = aTenant({
    authentication: "basic",
    userName: "ada",
    secret: "askEachTime",
    secrets: [
      { name: "header:x-key", state: "askEachTime", needed: true },
      { name: "certificatePassphrase", state: "askEachTime", needed: false },
    ],
  });
  const { user, host } = open(tenant, {
    tenant_open: ({ tenantId }) =>
      isGiven
        ? tenantOpened(tenantId, { tenant })
        : failing(anError({ code: "secretNeeded", title: "The password is needed" }))(),
    secret_provide: ({ name }) => {
      isGiven = name === "header:x-key";
      return {};
    },
  });
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Password"), "canary-password");
  expect(dialog.getByRole("button", { name: /Open/ })).toBeDisabled();
  await user.type(dialog.getByLabelText("Header x-key"), "canary-header{Enter}");
  await waitFor(() =>
    expect(host.requests("secret_provide")).toEqual([
      { tenantId: "t1", value: "canary-password" },
      { tenantId: "t1", name: "header:x-key", value: "canary-header" },
    ]),
  );
  expect(await screen.findByTestId("nav-User")).toBeVisible();
});

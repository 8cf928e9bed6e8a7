// Every setting that a connection test can blame is marked in the form, and says why to who cannot see it.
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";

import type { OAuthSettings } from "../../host/generated/OAuthSettings";
import type { Tenant } from "../../host/generated/Tenant";
import type { TenantTested } from "../../host/generated/TenantTested";
import type { Transport } from "../../host/generated/Transport";
import type { BlamedSetting } from "../../host/generated/tenantRules";
import { blamedSettings } from "../../host/generated/tenantRules";
import { editTenant } from "../../testing/connectionForm";
import { anOAuthTenant, aTenant } from "../../testing/fixtures";

const CAUSE = "This one is to blame.";

function blaming(field: string | undefined): TenantTested {
  const problem = { said: "no", cause: CAUSE, remedy: "Mend it." };
  return {
    stoppedAt: "Sign-in",
    ms: 9,
    requests: 1,
    tokenRequests: 0,
    steps: [
      { name: "HTTP", state: "ok", detail: "HTTP/1.1" },
      {
        name: "Sign-in",
        state: "failed",
        detail: "It does not work",
        problem: field === undefined ? problem : { ...problem, field },
      },
    ],
  };
}

function oauth(authentication: Tenant["authentication"], changed: Partial<OAuthSettings> = {}) {
  const tenant = anOAuthTenant();
  const settings: OAuthSettings = {
    tokenEndpoint: "https://login.test/token",
    clientId: "app",
    clientAuthentication: "header",
    scopes: [],
    parameters: [],
    keepSignedIn: false,
    ...tenant.signIn?.oauth,
    ...changed,
  };
  return { ...tenant, authentication, signIn: { oauth: settings } };
}

const usual: Transport = {
  proxy: { kind: "system" },
  addresses: "any",
  unverified: false,
  plainHttp: false,
};
/** Tenants whose forms have different settings, by what is told of them. */
const tenants = {
  bearer: aTenant(),
  basic: aTenant({ authentication: "basic", userName: "ada" }),
  apiKey: aTenant({ authentication: "apiKey", signIn: { apiKeyHeader: "X-Key" } }),
  command: aTenant({
    authentication: "command",
    signIn: { command: { program: "token", arguments: [] } },
  }),
  none: aTenant({ authentication: "none" }),
  client: oauth("clientCredentials"),
  clientByCertificate: oauth("clientCredentials", { clientAuthentication: "certificate" }),
  browser: oauth("authorizationCode", {
    authorizationEndpoint: "https://login.test/authorize",
    clientAuthentication: "none",
  }),
  refreshToken: oauth("refreshToken"),
  assertion: oauth("jwtAssertion", { clientAuthentication: "none" }),
  ownProxy: aTenant({
    transport: { ...usual, proxy: { kind: "explicit", url: "http://proxy.test", userName: "ada" } },
  }),
} satisfies Record<string, Tenant>;
type Kind = keyof typeof tenants;

/** What is marked, and for which tenant. A setting that is new does not compile before it is here. */
const marked: Record<BlamedSetting, [kind: Kind, role: string, name: RegExp]> = {
  addresses: ["bearer", "radiogroup", /^IP addresses$/],
  apiKey: ["apiKey", "button", /^Replace the API key/],
  apiKeyHeader: ["apiKey", "textbox", /^Header$/],
  audience: ["client", "textbox", /^Audience$/],
  authentication: ["bearer", "radiogroup", /^Sign-in$/],
  authorities: ["bearer", "textbox", /^CA certificates$/],
  authorizationEndpoint: ["browser", "textbox", /^Authorization URL$/],
  baseUrl: ["bearer", "textbox", /^Base URL$/],
  certificate: ["bearer", "button", /^Add a client certificate$/],
  clientId: ["client", "textbox", /^Client id$/],
  clientSecret: ["client", "button", /^Replace the client secret/],
  command: ["command", "textbox", /^Command$/],
  headers: ["bearer", "button", /^Add a header$/],
  password: ["basic", "button", /^Replace the password/],
  privateKey: ["assertion", "button", /^Replace the private key/],
  // A password that is typed has no role.
  proxyPassword: ["ownProxy", "", /^Proxy password$/],
  proxyUrl: ["ownProxy", "textbox", /^Proxy URL$/],
  proxyUserName: ["ownProxy", "textbox", /^Proxy user name$/],
  redirectUri: ["browser", "textbox", /^Redirect URI$/],
  refreshToken: ["refreshToken", "button", /^Replace the refresh token/],
  scopes: ["client", "textbox", /^Scopes$/],
  token: ["bearer", "button", /^Replace the token/],
  tokenEndpoint: ["client", "textbox", /^Token URL$/],
  unverified: ["bearer", "checkbox", /^Do not verify certificates$/],
  userName: ["basic", "textbox", /^User name$/],
};

/** Settings that a form does not have: they belong to another way to sign in. */
const elsewhere: readonly [kind: Kind, setting: BlamedSetting][] = [
  ["none", "token"],
  ["command", "scopes"],
  ["clientByCertificate", "clientSecret"],
  ["client", "refreshToken"],
  ["browser", "token"],
];

function invalid() {
  return [...screen.getByTestId("tenant-form").querySelectorAll('[aria-invalid="true"]')];
}

/** A form whose test blames whatever one says. */
async function formOf(tenant: Tenant) {
  let blamed: string | undefined;
  const { user, host } = await editTenant(tenant, { tenant_test: () => blaming(blamed) });
  return async (setting: string | undefined) => {
    blamed = setting;
    const before = host.requests("tenant_test").length;
    await user.click(screen.getByTestId("tenant-test"));
    await waitFor(() => expect(host.requests("tenant_test")).toHaveLength(before + 1));
    expect(await screen.findByText("stopped at Sign-in")).toBeVisible();
    expect(screen.getByTestId("test-step-Sign-in")).toHaveTextContent(CAUSE);
  };
}

const kinds = Object.keys(tenants) as Kind[];

test.each(kinds)("%s: each setting that is blamed is marked, with what is wrong", async (kind) => {
  const test = await formOf(tenants[kind]);
  for (const setting of blamedSettings.filter((it) => marked[it][0] === kind)) {
    const [, role, name] = marked[setting];
    await test(setting);
    const control = role === "" ? screen.getByLabelText(name) : screen.getByRole(role, { name });
    expect(invalid(), setting).toContain(control);
    expect(control).toHaveAccessibleDescription(expect.stringContaining(CAUSE) as string);
  }
  for (const [, setting] of elsewhere.filter(([of]) => of === kind)) {
    await test(setting);
    const choice = screen.getByRole("radiogroup", { name: "Sign-in" });
    expect(invalid(), setting).toEqual([choice]);
    expect(choice).toHaveAccessibleDescription(expect.stringContaining(CAUSE) as string);
  }
  await test(undefined);
  expect(invalid(), "nothing in the form is at fault").toEqual([]);
});

test("a header that is there is marked itself", async () => {
  const headers = [{ name: "X-Tenant", value: "7" }];
  const test = await formOf(aTenant({ signIn: { headers } }));
  await test("headers");
  const name = screen.getByRole("textbox", { name: "Name of header 1" });
  expect(invalid()).toEqual([name]);
  expect(name).toHaveAccessibleDescription(expect.stringContaining(CAUSE) as string);
});

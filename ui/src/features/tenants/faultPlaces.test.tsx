// Every setting that a connection test can blame is marked in the form, and says why to who cannot see it.
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";

import type { OAuthSettings } from "../../host/generated/OAuthSettings";
import type { Tenant } from "../../host/generated/Tenant";
import type { TenantTested } from "../../host/generated/TenantTested";
import type { Transport } from "../../host/generated/Transport";
import type { BlamedSetting } from "../../host/generated/tenantRules";
import { blamedSettings } from "../../host/generated/tenantRules";
import { editTenant } from "../../testing/connectionForm";
import { anOAuthTenant, aTenant } from "../../testing/fixtures";
import { forgetUnsaved } from "./unsaved";

beforeEach(() => forgetUnsaved());

const CAUSE = "This one is to blame.";

function blaming(field: string | undefined): TenantTested {
  const problem = { said: "no", cause: CAUSE, remedy: "Mend it." };
  return {
    stoppedAt: "Sign-in",
    ms: 9,
    requests: 1,
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
const ownProxy = aTenant({
  transport: { ...usual, proxy: { kind: "explicit", url: "http://proxy.test", userName: "ada" } },
});
const basic = aTenant({ authentication: "basic", userName: "ada" });
const apiKey = aTenant({ authentication: "apiKey", signIn: { apiKeyHeader: "X-Key" } });
const command = aTenant({
  authentication: "command",
  signIn: { command: { program: "token", arguments: [] } },
});
const client = oauth("clientCredentials");
const browser = oauth("authorizationCode", {
  authorizationEndpoint: "https://login.test/authorize",
  clientAuthentication: "none",
});

/** A tenant whose form has the setting, and what is marked in it. One that is new does not compile before it is here. */
const marked: Record<BlamedSetting, [tenant: Tenant, role: string, name: RegExp]> = {
  addresses: [aTenant(), "radiogroup", /^IP addresses$/],
  apiKey: [apiKey, "button", /^Replace the API key/],
  apiKeyHeader: [apiKey, "textbox", /^Header$/],
  audience: [client, "textbox", /^Audience$/],
  authentication: [aTenant(), "radiogroup", /^Sign-in$/],
  authorities: [aTenant(), "textbox", /^CA certificates$/],
  authorizationEndpoint: [browser, "textbox", /^Authorization URL$/],
  baseUrl: [aTenant(), "textbox", /^Base URL$/],
  certificate: [aTenant(), "button", /^Add a client certificate$/],
  clientId: [client, "textbox", /^Client id$/],
  clientSecret: [client, "button", /^Replace the client secret/],
  command: [command, "textbox", /^Command$/],
  headers: [aTenant(), "button", /^Add a header$/],
  password: [basic, "button", /^Replace the password/],
  privateKey: [oauth("jwtAssertion", { clientAuthentication: "none" }), "button", /^Replace the private key/],
  proxyPassword: [ownProxy, "none", /^Proxy password$/],
  proxyUrl: [ownProxy, "textbox", /^Proxy URL$/],
  proxyUserName: [ownProxy, "textbox", /^Proxy user name$/],
  redirectUri: [browser, "textbox", /^Redirect URI$/],
  refreshToken: [oauth("refreshToken"), "button", /^Replace the refresh token/],
  scopes: [client, "textbox", /^Scopes$/],
  token: [aTenant(), "button", /^Replace the token/],
  tokenEndpoint: [client, "textbox", /^Token URL$/],
  unverified: [aTenant(), "checkbox", /^Do not verify certificates$/],
  userName: [basic, "textbox", /^User name$/],
};

function invalid() {
  return [...screen.getByTestId("tenant-form").querySelectorAll('[aria-invalid="true"]')];
}

async function tested(tenant: Tenant, field: string | undefined) {
  const { user } = await editTenant(tenant, { tenant_test: () => blaming(field) });
  await user.click(screen.getByTestId("tenant-test"));
  expect(await screen.findByText("stopped at Sign-in")).toBeVisible();
  expect(screen.getByTestId("test-step-Sign-in")).toHaveTextContent(CAUSE);
}

test.each([...blamedSettings])("%s is marked where it stands, with what is wrong", async (field) => {
  const [tenant, role, name] = marked[field];
  await tested(tenant, field);
  // A password has no role.
  const control =
    role === "none" ? screen.getByLabelText(name) : await screen.findByRole(role, { name });
  expect(invalid()).toContain(control);
  expect(control).toHaveAccessibleDescription(expect.stringContaining(CAUSE) as string);
});

test.each([
  ["token", aTenant({ authentication: "none" })],
  ["scopes", command],
  ["clientSecret", oauth("clientCredentials", { clientAuthentication: "certificate" })],
  ["refreshToken", client],
  ["token", browser],
] as const)("%s that the form has not is marked at the way to sign in", async (field, tenant) => {
  await tested(tenant, field);
  const choice = screen.getByRole("radiogroup", { name: "Sign-in" });
  expect(invalid()).toEqual([choice]);
  expect(choice).toHaveAccessibleDescription(expect.stringContaining(CAUSE) as string);
});

test("a header that is there is marked itself", async () => {
  const headers = [{ name: "X-Tenant", value: "7" }];
  await tested(aTenant({ signIn: { headers } }), "headers");
  const name = screen.getByRole("textbox", { name: "Name of header 1" });
  expect(invalid()).toEqual([name]);
  expect(name).toHaveAccessibleDescription(expect.stringContaining(CAUSE) as string);
});

test("nothing is marked where nothing in the form is at fault", async () => {
  await tested(aTenant(), undefined);
  expect(invalid()).toEqual([]);
});

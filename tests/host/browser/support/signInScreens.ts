// The ways to sign in of the connection form, and what is said of a token and of its end: for the accessibility checks.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, type Locator, type Page } from "@playwright/test";

import type { Screen } from "./screen";
import { fillForm, gridWithRows, NOBODY, openForm, testConnection } from "./steps";

const HOUR = 3600;

/** A token that says something of itself; nobody verifies its signature. */
function aJwt(expiresIn: number): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: "https://login.example.com/oauth2",
    sub: "scim-client",
    aud: ["scim"],
    scope: "users.read groups.read",
    iat: now - 30 * 24 * HOUR,
    exp: now + expiresIn,
  };
  return [part({ alg: "RS256", typ: "JWT" }), part(claims), "c2lnbmF0dXJl"].join(".");
}

/** A certificate with its key, as the tests of the client have it. */
function aCertificate(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return readFileSync(
    join(here, "../../../../src-tauri/crates/client/tests/keys/sec1.pem"),
    "utf8",
  );
}

async function way(page: Page, name: string): Promise<Locator> {
  const form = await openForm(page);
  await form.getByRole("radio", { name, exact: true }).click();
  return form;
}

async function choose(form: Locator, label: string, option: string) {
  await form.getByRole("combobox", { name: label }).click();
  await form.page().getByRole("option", { name: option }).click();
}

async function grant(page: Page, name: string): Promise<Locator> {
  const form = await way(page, "OAuth 2.0");
  await choose(form, "Grant", name);
  return form;
}

/** A tenant that signs in with the browser, as far as its form is filled in. */
async function withBrowser(page: Page): Promise<Locator> {
  const form = await grant(page, "Authorization code, in the browser");
  await form.getByRole("textbox", { name: "Name" }).fill("Meridian");
  await form.getByRole("textbox", { name: "Base URL" }).fill(NOBODY);
  await form.getByRole("textbox", { name: "Authorization URL" }).fill("http://127.0.0.1:1/sign-in");
  await form.getByRole("textbox", { name: "Token URL" }).fill("http://127.0.0.1:1/token");
  await form.getByRole("textbox", { name: "Client id" }).fill("scimscope");
  return form;
}

/** A tenant whose server takes any token, opened with this one. */
async function openWith(page: Page, baseUrl: string, token: string) {
  const form = await fillForm(page, { name: "Meridian", baseUrl, token });
  await form.getByRole("button", { name: "Save and open" }).click();
  await gridWithRows(page, "Users");
}

export const signInScreens: readonly Screen[] = [
  {
    name: "connection, API key",
    show: async ({ page }) => {
      const form = await way(page, "API key");
      await form.getByLabel("API key", { exact: true }).last().fill("a-key-of-a-test");
      await expect(form.getByRole("textbox", { name: "Header" })).toBeVisible();
    },
  },
  {
    name: "connection, client credentials",
    show: async ({ page }) => {
      const form = await grant(page, "Client credentials");
      await form.getByLabel("Client secret", { exact: true }).fill("a secret of a test");
      await form.getByRole("button", { name: "Add a parameter" }).click();
      await expect(form.getByRole("textbox", { name: "Name of parameter 1" })).toBeVisible();
    },
  },
  {
    name: "connection, authorization code",
    show: async ({ page }) => {
      const form = await withBrowser(page);
      await expect(form.getByRole("checkbox", { name: "Stay signed in" })).toBeVisible();
    },
  },
  {
    name: "connection, refresh token",
    show: async ({ page }) => {
      const form = await grant(page, "Refresh token");
      await form.getByLabel("Refresh token", { exact: true }).fill("a token of a test");
      await choose(form, "Client proof", "Secret, in the body");
      await expect(form.getByLabel("Client secret", { exact: true })).toBeVisible();
    },
  },
  {
    name: "connection, signed assertion",
    show: async ({ page }) => {
      const form = await grant(page, "Signed assertion");
      await form.getByRole("button", { name: "What the assertion says" }).click();
      await form.getByRole("button", { name: "Add a claim" }).click();
      await expect(form.getByRole("textbox", { name: "Name of claim 1" })).toBeVisible();
    },
  },
  {
    name: "connection, a list of choices open",
    show: async ({ page }) => {
      const form = await way(page, "OAuth 2.0");
      await form.getByRole("combobox", { name: "Grant" }).click();
      await expect(page.getByRole("option", { name: "Refresh token" })).toBeVisible();
    },
  },
  {
    name: "connection, OAuth faults",
    show: async ({ page }) => {
      const form = await grant(page, "Client credentials");
      await form.getByRole("textbox", { name: "Name" }).fill("Meridian");
      await form.getByRole("textbox", { name: "Base URL" }).fill(NOBODY);
      await form.getByRole("button", { name: "Save", exact: true }).click();
      await expect(form.locator("[aria-invalid=true]").first()).toBeVisible();
    },
  },
  {
    name: "connection, command",
    show: async ({ page }) => {
      const form = await way(page, "Command");
      const command = form.getByRole("textbox", { name: "Command" });
      await command.fill('print-token --for "two words" ""');
      await expect(form.getByRole("list", { name: "Program and arguments" })).toBeVisible();
    },
  },
  {
    name: "connection, no sign-in",
    show: async ({ page }) => {
      const form = await way(page, "None");
      await expect(form.getByText("No credential is sent.")).toBeVisible();
    },
  },
  {
    name: "connection, further headers",
    show: async ({ page }) => {
      const form = await openForm(page);
      const add = form.getByRole("button", { name: "Add a header" });
      await add.click();
      await form.getByRole("textbox", { name: "Name of header 1" }).fill("x-gateway");
      await form.getByRole("textbox", { name: "Value of header 1" }).fill("eu-1");
      await add.click();
      const second = form.getByRole("group", { name: "Header 2" });
      await second.getByRole("textbox", { name: "Name of header 2" }).fill("x-key");
      await second.getByRole("checkbox", { name: "Secret" }).click();
      await second.getByLabel("Secret value of header 2").fill('"in quotes"');
      await expect(second.getByRole("button", { name: "Take it off" })).toBeVisible();
    },
  },
  {
    name: "connection, client certificate",
    show: async ({ page }) => {
      const form = await openForm(page);
      await form.getByRole("button", { name: "Add a client certificate" }).click();
      await form.getByLabel("Certificate file", { exact: true }).fill(aCertificate());
      await expect(form.getByText("scim robot").first()).toBeVisible();
    },
  },
  {
    name: "connection, a certificate that is none",
    show: async ({ page }) => {
      const form = await openForm(page);
      await form.getByRole("button", { name: "Add a client certificate" }).click();
      const file = form.getByLabel("Certificate file", { exact: true });
      await file.fill("no certificate");
      await expect(file).toHaveAttribute("aria-invalid", "true");
    },
  },
  {
    name: "connection, what the token says",
    show: async ({ page }) => {
      await fillForm(page, { name: "Meridian", baseUrl: NOBODY, token: aJwt(2 * HOUR) });
      await expect(page.getByTestId("token-facts")).toContainText("login.example.com");
      await expect(page.getByTestId("expiry-notice")).toBeVisible();
    },
  },
  {
    name: "connection, a token that has ended",
    show: async ({ page }) => {
      await fillForm(page, { name: "Meridian", baseUrl: NOBODY, token: aJwt(-HOUR) });
      await expect(page.getByTestId("expiry-notice")).toContainText("expired");
    },
  },
  {
    name: "connection, a better base URL",
    show: async ({ page, provider }) => {
      const right = await provider();
      const baseUrl = right.baseUrl.replace("/v2", "");
      await fillForm(page, { name: "Meridian", baseUrl });
      const pane = await testConnection(page);
      await expect(pane.getByRole("button", { name: /^Use http/ })).toBeVisible();
    },
  },
  {
    name: "waiting for the browser, in the form",
    draws: { "signin/BrowserWaiting": "sign-in-waiting" },
    show: async ({ page }) => {
      const form = await withBrowser(page);
      await form.getByRole("button", { name: "Sign in with the browser" }).click();
      await expect(form.getByText("The browser did not open")).toBeVisible();
    },
  },
  {
    name: "a sign-in that failed, in the form",
    draws: { "tenants/BrowserSignInRow": "sign-in-failed" },
    show: async ({ page }) => {
      const form = await withBrowser(page);
      await refuse(page, form.getByTestId("sign-in-browser"));
      await expect(form.getByTestId("sign-in-failed")).toBeVisible();
    },
  },
  {
    name: "sign in again",
    draws: {
      "signin/SignInAgain": "sign-in-dialog",
      "signin/BrowserWaiting": "sign-in-waiting",
    },
    show: async ({ page }) => {
      await openSignedOut(page);
      await page.getByTestId("sign-in-browser").click();
      const dialog = page.getByRole("dialog", { name: "Sign in to Meridian" });
      await expect(dialog.getByText("The browser did not open")).toBeVisible();
    },
  },
  {
    name: "sign in again, failed",
    draws: { "signin/SignInAgain": "sign-in-dialog" },
    show: async ({ page }) => {
      await openSignedOut(page);
      await refuse(page, page.getByTestId("sign-in-browser"));
      await expect(page.getByRole("button", { name: "Sign in again" })).toBeVisible();
    },
  },
  {
    name: "what is known of the token",
    draws: { "shell/TokenCell": "token-popover" },
    show: async ({ page, provider }) => {
      await openWith(page, (await provider()).baseUrl, aJwt(20 * 24 * HOUR));
      await page.getByTestId("status-token").click();
      await expect(page.getByRole("dialog", { name: "Token and certificate" })).toBeVisible();
    },
  },
  {
    name: "the token ends soon",
    draws: { "shell/TokenCell": "token-popover" },
    show: async ({ page, provider }) => {
      await openWith(page, (await provider()).baseUrl, aJwt(2 * HOUR));
      await page.getByTestId("status-token").click();
      await expect(page.getByTestId("expiry-notice")).toBeVisible();
    },
  },
  {
    name: "the token has ended",
    draws: { "shell/ExpiryBanner": "expiry-banner" },
    show: async ({ page, provider }) => {
      await openWith(page, (await provider()).baseUrl, aJwt(-HOUR));
      await expect(page.getByRole("region", { name: "Sign-in" })).toContainText("expired");
    },
  },
];

/** Saves a tenant that signs in with the browser, and opens it without being signed in. */
async function openSignedOut(page: Page) {
  const form = await withBrowser(page);
  await form.getByRole("button", { name: "Save and open" }).click();
  await expect(page.getByRole("button", { name: "Sign in with the browser" })).toBeVisible();
}

/** Begins to sign in, and answers in the provider's place that it was refused. */
async function refuse(page: Page, start: Locator) {
  await start.click();
  await page.getByTestId("sign-in-copy").click();
  const url = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  const back = new URL(url.searchParams.get("redirect_uri") ?? "");
  back.searchParams.set("state", url.searchParams.get("state") ?? "");
  back.searchParams.set("error", "access_denied");
  back.searchParams.set("error_description", "The person said no.");
  await fetch(back);
}

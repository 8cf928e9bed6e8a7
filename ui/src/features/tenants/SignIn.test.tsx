// Every way to sign in: what each asks for, what is sent of it, what is said about it, and that nothing typed is lost.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import type { App } from "../../testing/connectionForm";
import { editTenant, newTenant } from "../../testing/connectionForm";
import { failing } from "../../testing/fakeHost";
import { anError, anOAuthTenant, aTenant } from "../../testing/fixtures";

const KEY = "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n";

async function choose({ user }: App, kind: string) {
  await user.click(screen.getByRole("radio", { name: kind }));
}

async function pick({ user }: App, select: string, option: string | RegExp) {
  await user.click(screen.getByRole("combobox", { name: select }));
  await user.click(await screen.findByRole("option", { name: option }));
}

async function grant(app: App, name: string | RegExp) {
  await choose(app, "OAuth 2.0");
  await pick(app, "Grant", name);
}

/** What somebody pastes into a field, behind what it holds. */
async function put(label: string, text: string) {
  const user = userEvent.setup();
  await user.click(screen.getByLabelText(label));
  await user.paste(text);
}

async function saved({ user, host }: App) {
  await user.click(screen.getByTestId("tenant-save"));
  await waitFor(() => expect(host.requests("tenant_save")).toHaveLength(1));
  return host.requests("tenant_save")[0];
}

test("an API key goes into the header that one names", async () => {
  const app = await newTenant();
  await choose(app, "API key");
  const header = screen.getByLabelText("Header");
  expect(header).toHaveValue("X-Api-Key");
  await app.user.clear(header);
  await app.user.type(header, "X-Aurelia");
  await put("API key", "canary-key");
  expect(await saved(app)).toMatchObject({
    authentication: "apiKey",
    signIn: { apiKeyHeader: "X-Aurelia" },
    secret: { kind: "replace", value: "canary-key" },
  });
});

test("client credentials are sent with all that belongs to them, and nothing of other ways", async () => {
  const app = await newTenant();
  const { user } = app;
  await choose(app, "OAuth 2.0");
  await put("Token URL", "https://login.test/token");
  await put("Client id", "app");
  await pick(app, "Client proof", /body/);
  await put("Client secret", "canary-secret");
  await put("Scopes", "scim.read  scim.write");
  await put("Audience", "api://scim");
  await put("Resource", "https://scim.test/");
  await user.click(screen.getByRole("button", { name: "Add a parameter" }));
  await waitFor(() => expect(screen.getByLabelText("Name of parameter 1")).toHaveFocus());
  await put("Name of parameter 1", "organization");
  await put("Value of parameter 1", "org_1");
  const draft = await saved(app);
  expect(draft?.signIn).toEqual({
    oauth: {
      tokenEndpoint: "https://login.test/token",
      clientId: "app",
      clientAuthentication: "body",
      scopes: ["scim.read", "scim.write"],
      audience: "api://scim",
      resource: "https://scim.test/",
      parameters: [{ name: "organization", value: "org_1" }],
      keepSignedIn: false,
    },
  });
  expect(draft?.secret).toEqual({ kind: "replace", value: "canary-secret" });
});

test("what is lacking is said at every field at once, and nothing is sent", async () => {
  const app = await newTenant();
  await grant(app, /Authorization code/);
  await app.user.click(screen.getByTestId("tenant-save"));
  for (const label of ["Authorization URL", "Token URL", "Client id"]) {
    expect(screen.getByLabelText(label)).toHaveAttribute("aria-invalid", "true");
  }
  expect(screen.getByLabelText("Authorization URL")).toHaveFocus();
  expect(app.host.requests("tenant_save")).toEqual([]);
});

test("a fault that the backend finds stands at its field", async () => {
  const app = await newTenant({
    tenant_save: failing(
      anError({ code: "invalidInput", field: "parameters", detail: "client_secret is a secret." }),
    ),
  });
  await choose(app, "OAuth 2.0");
  await put("Token URL", "https://login.test/token");
  await put("Client id", "app");
  await app.user.click(screen.getByTestId("tenant-save"));
  const parameters = screen.getByRole("group", { name: "Parameters" });
  expect(await within(parameters).findByText("client_secret is a secret.")).toBeVisible();
});

test("looking at other ways to sign in loses nothing that was typed", async () => {
  const app = await newTenant();
  await put("Token", "canary-token");
  await grant(app, "Refresh token");
  await put("Token URL", "https://login.test/token");
  await put("Refresh token", "canary-refresh");
  await choose(app, "Command");
  await put("Command", "get-token now");
  await choose(app, "Bearer token");
  expect(screen.getByLabelText("Token")).toHaveValue("canary-token");
  await choose(app, "OAuth 2.0");
  expect(screen.getByRole("combobox", { name: "Grant" })).toHaveTextContent("Refresh token");
  expect(screen.getByLabelText("Token URL")).toHaveValue("https://login.test/token");
  expect(screen.getByLabelText("Refresh token")).toHaveValue("canary-refresh");
  await choose(app, "Command");
  expect(screen.getByLabelText("Command")).toHaveValue("get-token now");
  expect(await saved(app)).toMatchObject({
    authentication: "command",
    secret: { kind: "keep" },
    signIn: { command: { program: "get-token", arguments: ["now"] } },
  });
});

test("a refresh token goes with the secret of its client", async () => {
  const app = await newTenant();
  await grant(app, "Refresh token");
  await put("Token URL", "https://login.test/token");
  await put("Client id", "app");
  await put("Refresh token", "canary-refresh");
  await pick(app, "Client proof", /header/);
  await put("Client secret", "canary-secret");
  const draft = await saved(app);
  expect(draft?.secret).toEqual({ kind: "replace", value: "canary-refresh" });
  expect(draft?.secrets).toEqual([
    { name: "clientSecret", change: { kind: "replace", value: "canary-secret" } },
  ]);
});

test("a signed assertion takes a key of many lines, its passphrase, its algorithm and its id", async () => {
  const app = await newTenant();
  await grant(app, /Signed assertion/);
  await put("Token URL", "https://login.test/token");
  await app.user.click(screen.getByLabelText("Private key"));
  await app.user.paste(KEY);
  await put("Key passphrase", "canary-phrase");
  await pick(app, "Algorithm", "ES256");
  await put("Key id (kid)", "2026");
  const draft = await saved(app);
  expect(draft).toMatchObject({
    authentication: "jwtAssertion",
    signIn: {
      oauth: { clientAuthentication: "none", assertion: { algorithm: "ES256", keyId: "2026" } },
    },
    secret: { kind: "replace", value: KEY },
    secrets: [{ name: "keyPassphrase", change: { kind: "replace", value: "canary-phrase" } }],
  });
});

test("an assertion says what it usually does, unless one says otherwise", async () => {
  const app = await newTenant();
  await grant(app, /Signed assertion/);
  await put("Token URL", "https://login.test/token");
  await app.user.click(screen.getByRole("button", { name: "What the assertion says" }));
  await put("Subject", "svc@test");
  await app.user.click(screen.getByRole("button", { name: "Add a claim" }));
  await put("Name of claim 1", "tenant");
  await put("Value of claim 1", "t");
  expect((await saved(app))?.signIn?.oauth?.assertion).toEqual({
    subject: "svc@test",
    claims: [{ name: "tenant", value: "t" }],
  });
});

test("a private key is read from a file that one chooses", async () => {
  const app = await newTenant();
  await grant(app, /Signed assertion/);
  await put("Token URL", "https://login.test/token");
  await app.user.upload(screen.getByTestId("field-privateKey-file"), new File([KEY], "key.pem"));
  expect(await screen.findByText("key.pem")).toBeVisible();
  expect((await saved(app))?.secret).toEqual({ kind: "replace", value: KEY });
});

test("a command is shown word by word as it is run, and said to be wrong where it is", async () => {
  const app = await newTenant({
    command_read: ({ text }) => {
      if (text.endsWith('"')) return { program: "az", arguments: ["get token", ""] };
      return failing(anError({ code: "invalidInput", detail: "A quote is not closed." }))();
    },
  });
  await choose(app, "Command");
  await app.user.click(screen.getByLabelText("Command"));
  await app.user.paste('az "get token');
  expect(await screen.findByText("A quote is not closed.")).toBeVisible();
  await app.user.click(screen.getByTestId("tenant-save"));
  expect(app.host.requests("tenant_save")).toEqual([]);
  await put("Command", '"');
  const words = within(await screen.findByRole("list", { name: "Program and arguments" }));
  expect(words.getAllByRole("listitem").map((it) => it.textContent)).toEqual([
    "az",
    "get token",
    "empty",
  ]);
});

test("a stored command is one line that is taken apart into the same words", async () => {
  const command = { program: "az", arguments: ["it's", "a b", "", 'say "x"'] };
  const { host } = await editTenant(
    aTenant({ authentication: "command", secret: "notNeeded", signIn: { command } }),
  );
  await waitFor(() => expect(host.requests("command_read")).toHaveLength(1));
  expect(host.requests("command_read")[0]?.text).toBe(`az 'it'"'"'s' 'a b' '' 'say "x"'`);
});

test("further headers are sent in clear or as secrets, each as it is marked", async () => {
  const app = await newTenant();
  const { user } = app;
  await choose(app, "None");
  await user.click(screen.getByRole("button", { name: "Add a header" }));
  await put("Name of header 1", "X-Tenant");
  await put("Value of header 1", "aurelia");
  await user.click(screen.getByRole("button", { name: "Add a header" }));
  await put("Name of header 2", "X-Proxy-Key");
  await put("Value of header 2", "canary-");
  await user.click(screen.getAllByRole("checkbox", { name: "Secret" })[1] ?? document.body);
  await put("Secret value of header 2", "header");
  const draft = await saved(app);
  expect(draft?.signIn?.headers).toEqual([
    { name: "X-Tenant", value: "aurelia" },
    { name: "X-Proxy-Key" },
  ]);
  expect(draft?.secrets).toEqual([
    { name: "header:x-proxy-key", change: { kind: "replace", value: "canary-header" } },
  ]);
});

test("a header's stored secret is replaced or forgotten, and never shown as text", async () => {
  const { user, host } = await editTenant(
    aTenant({
      signIn: { headers: [{ name: "X-Proxy-Key" }] },
      secrets: [{ name: "header:x-proxy-key", state: "stored", needed: true }],
    }),
  );
  await user.click(screen.getByRole("button", { name: "Forget the secret of header X-Proxy-Key" }));
  await user.click(screen.getByTestId("tenant-save"));
  await waitFor(() =>
    expect(host.requests("tenant_save")[0]?.secrets).toEqual([
      { name: "header:x-proxy-key", change: { kind: "forget" } },
    ]),
  );
});

test("a certificate file says what it is, and is saved in its form with its passphrase", async () => {
  const app = await newTenant({
    certificate_look: ({ passphrase }) =>
      passphrase === "canary-phrase"
        ? {
            certificate: {
              subject: "CN=scimscope",
              issuer: "CN=Issuing CA",
              validTo: "2026-12-10T00:00:00Z",
              chainLength: 2,
            },
          }
        : failing(
            anError({
              code: "invalidInput",
              title: "The passphrase is missing",
              detail: "The file was looked at, and it is encrypted.",
              field: "certificatePassphrase",
            }),
          )(),
  });
  const { user } = app;
  await choose(app, "None");
  await user.click(screen.getByRole("button", { name: "Add a client certificate" }));
  const file = new File([new Uint8Array([48, 130, 1])], "client.p12");
  await user.upload(screen.getByTestId("field-certificate-file"), file);
  expect(await screen.findByText(/The passphrase is missing/)).toBeVisible();
  expect(screen.getByRole("radio", { name: "PKCS#12" })).toBeChecked();
  await put("Passphrase", "canary-phrase");
  const facts = await screen.findByTestId("certificate-facts");
  expect(facts).toHaveTextContent("CN=scimscope");
  expect(facts).toHaveTextContent("CN=Issuing CA");
  expect(facts).toHaveTextContent("2026-12-10 00:00:00 UTC");
  const draft = await saved(app);
  expect(draft?.signIn).toEqual({ certificate: "pkcs12" });
  expect(draft?.secrets).toEqual([
    { name: "certificate", change: { kind: "replace", value: "MIIB" } },
    { name: "certificatePassphrase", change: { kind: "replace", value: "canary-phrase" } },
  ]);
});

test("a pasted token that is a JWT says who issued it, for whom, and when it ends", async () => {
  await newTenant({
    secret_look: () => ({
      oddities: [],
      jwt: {
        issuer: "https://login.test/",
        audience: ["api://scim"],
        scopes: ["scim.read"],
        expiresAt: "2026-12-01T00:00:00Z",
      },
      expiry: {
        isUnusable: false,
        title: "The token expires in 3 days",
        detail: "It ends on 1 December 2026.",
        hint: "Get a new token.",
      },
    }),
  });
  await put("Token", "a.b.c");
  const facts = await screen.findByTestId("token-facts");
  for (const said of [
    "https://login.test/",
    "api://scim",
    "scim.read",
    "2026-12-01 00:00:00 UTC",
  ]) {
    expect(facts).toHaveTextContent(said);
  }
  expect(screen.getByTestId("expiry-notice")).toHaveTextContent("The token expires in 3 days.");
});

test("a stored client secret stays with its client proof, and is none for another", async () => {
  const app = await editTenant(anOAuthTenant());
  expect(screen.getByRole("button", { name: /^Replace the client secret/ })).toBeVisible();
  await pick(app, "Client proof", /Private key/);
  expect(screen.getByLabelText("Private key")).toHaveValue("");
  await pick(app, "Client proof", /header/);
  expect(screen.getByRole("button", { name: /^Replace the client secret/ })).toBeVisible();
  expect(screen.queryByText("not saved")).toBeNull();
});

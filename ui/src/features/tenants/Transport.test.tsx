// How a server is reached: what the form asks, what is sent of it, and that giving up protection is said everywhere.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Transport } from "../../host/generated/Transport";
import type { App } from "../../testing/connectionForm";
import { editTenant, newTenant } from "../../testing/connectionForm";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { anError, appStarted, aTenant, tenantOpened } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

const usual: Transport = {
  proxy: { kind: "system" },
  addresses: "any",
  unverified: false,
  plainHttp: false,
};

const unverified = aTenant({ transport: { ...usual, unverified: true } });

function summary() {
  return screen.getByRole("button", { name: /^Certificates, proxy and addresses/ });
}

async function unfold({ user }: App) {
  await user.click(summary());
}

async function chooseProxy({ user }: App, option: RegExp) {
  await user.click(screen.getByRole("combobox", { name: "Proxy" }));
  await user.click(await screen.findByRole("option", { name: option }));
}

async function put({ user }: App, label: string, text: string) {
  await user.click(screen.getByLabelText(label));
  await user.paste(text);
}

async function saved({ user, host }: App) {
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(host.requests("tenant_save")).toHaveLength(1));
  return host.requests("tenant_save")[0];
}

test("all that is usual is folded away, and sent as such", async () => {
  const app = await newTenant();
  expect(summary()).toHaveAccessibleName("Certificates, proxy and addresses: as usual");
  expect(summary()).toHaveAttribute("aria-expanded", "false");
  expect(screen.queryByRole("combobox", { name: "Proxy" })).toBeNull();
  expect((await saved(app))?.transport).toEqual(usual);
});

test("what is not usual is open, and its summary says it", async () => {
  await editTenant(
    aTenant({ transport: { ...usual, proxy: { kind: "none" }, addresses: "ipv4" } }),
  );
  expect(summary()).toHaveAttribute("aria-expanded", "true");
  expect(summary()).toHaveAccessibleName(/addresses: no proxy\s*,\s*IPv4 only$/);
  expect(screen.getByRole("combobox", { name: "Proxy" })).toHaveTextContent(/None/);
  expect(screen.getByRole("radio", { name: "IPv4" })).toBeChecked();
  expect(screen.queryByText("not saved")).toBeNull();
});

test("the section is reached, opened and used by keys alone", async () => {
  const app = await newTenant();
  summary().focus();
  await app.user.keyboard("{Enter}{Tab}");
  expect(screen.getByLabelText("CA certificates")).toHaveFocus();
  await app.user.tab();
  await app.user.tab();
  expect(screen.getByRole("checkbox", { name: "Do not verify certificates" })).toHaveFocus();
  await app.user.keyboard(" ");
  expect((await saved(app))?.transport?.unverified).toBe(true);
});

test("a proxy of its own is sent with its user name, and its password as a secret", async () => {
  const app = await newTenant();
  await unfold(app);
  await chooseProxy(app, /own/);
  await put(app, "Proxy URL", "socks5h://proxy.test:1080");
  await put(app, "Proxy user name", "ada");
  await put(app, "Proxy password", "canary-proxy");
  await app.user.click(screen.getByRole("radio", { name: "IPv6" }));
  expect(screen.getByText("not saved")).toBeVisible();
  const draft = await saved(app);
  expect(draft?.transport).toEqual({
    ...usual,
    proxy: { kind: "explicit", url: "socks5h://proxy.test:1080", userName: "ada" },
    addresses: "ipv6",
  });
  expect(draft?.secrets).toEqual([
    { name: "proxyPassword", change: { kind: "replace", value: "canary-proxy" } },
  ]);
  expect(document.body.innerHTML).not.toContain("canary-proxy");
});

test("a proxy that is pasted with its password does not show it", async () => {
  const app = await newTenant();
  await unfold(app);
  await chooseProxy(app, /own/);
  await put(app, "Proxy URL", "http://ada:canary-proxy@proxy.test:8080");
  expect(screen.getByLabelText("Proxy URL")).toHaveValue("http://proxy.test:8080");
  expect(screen.getByLabelText("Proxy user name")).toHaveValue("ada");
  expect(screen.getByLabelText("Proxy password")).toHaveAttribute("type", "password");
  expect((await saved(app))?.secrets).toEqual([
    { name: "proxyPassword", change: { kind: "replace", value: "canary-proxy" } },
  ]);
});

test("a stored proxy password is replaced or forgotten, and not sent to another proxy", async () => {
  const app = await editTenant(
    aTenant({
      transport: {
        ...usual,
        proxy: { kind: "explicit", url: "http://proxy.test:8080", userName: "ada" },
      },
      secrets: [{ name: "proxyPassword", state: "stored", needed: true }],
    }),
  );
  expect(
    screen.getByRole("button", { name: /^Replace the password of the proxy, now in/ }),
  ).toBeVisible();
  await app.user.clear(screen.getByLabelText("Proxy URL"));
  await put(app, "Proxy URL", "http://other.test:8080");
  expect(screen.getByLabelText("Proxy password")).toHaveValue("");
  expect(screen.getByText(/The stored one was given for another proxy/)).toBeVisible();
  expect((await saved(app))?.secrets).toEqual([
    { name: "proxyPassword", change: { kind: "forget" } },
  ]);
});

test("a proxy without an address is said where it is folded away, and led to", async () => {
  const app = await newTenant();
  await unfold(app);
  await chooseProxy(app, /own/);
  await unfold(app);
  expect(screen.queryByLabelText("Proxy URL")).toBeNull();
  await app.user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.getByLabelText("Proxy URL")).toHaveFocus());
  expect(screen.getByLabelText("Proxy URL")).toBeInvalid();
  await put(app, "Proxy URL", "h");
  expect(screen.getByLabelText("Proxy URL")).toHaveFocus();
  expect(app.host.requests("tenant_save")).toEqual([]);
});

test.each([
  ["proxyUrl", "Proxy URL"],
  ["proxyUserName", "Proxy user name"],
  ["proxyPassword", "Proxy password"],
  ["authorities", "CA certificates"],
])("a fault that the backend finds in %s stands at its field", async (field, label) => {
  const app = await newTenant({
    tenant_save: failing(anError({ code: "invalidInput", field, detail: "It cannot be so." })),
  });
  await unfold(app);
  await chooseProxy(app, /own/);
  await put(app, "Proxy URL", "http://proxy.test:8080");
  await app.user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("It cannot be so.")).toBeVisible();
  expect(screen.getByLabelText(label)).toBeInvalid();
  expect(screen.getByLabelText(label)).toHaveAccessibleDescription(/It cannot be so\./);
});

test("a refused consent is said at its choice, which is unfolded for it", async () => {
  const app = await newTenant({
    tenant_save: failing(
      anError({ code: "notConfirmed", field: "unverified", detail: "Nobody agreed to it." }),
    ),
  });
  await app.user.click(screen.getByRole("button", { name: "Save" }));
  const choice = await screen.findByRole("checkbox", { name: "Do not verify certificates" });
  expect(choice).toBeInvalid();
  expect(choice).toHaveAccessibleDescription(/Nobody agreed to it\./);
});

test("the system's proxy at fault is marked where the proxy is chosen", async () => {
  const app = await newTenant({
    tenant_test: failing(
      anError({ code: "unreachable", field: "proxyUrl", detail: "The proxy is not reached." }),
    ),
  });
  await app.user.click(screen.getByTestId("tenant-test"));
  const proxy = await screen.findByRole("combobox", { name: "Proxy" });
  expect(proxy).toHaveAccessibleDescription(/The proxy is not reached\./);
});

test("pasted CA certificates say in words what they are", async () => {
  const app = await newTenant({
    authorities_look: () => ({
      certificates: [
        { subject: "CN=Root", issuer: "CN=Root", validTo: "2031-01-01T00:00:00Z", chainLength: 1 },
        { subject: "CN=Old", issuer: "CN=Root", validTo: "2001-01-01T00:00:00Z", chainLength: 1 },
      ],
    }),
  });
  await unfold(app);
  await put(app, "CA certificates", PEM);
  const list = await screen.findByRole("list", { name: "What the CA certificates say" });
  const [root, old] = within(list).getAllByRole("listitem");
  expect(root).toHaveTextContent("SubjectCN=RootIssueritselfValid until2031-01-01 00:00:00 UTC");
  expect(old).toHaveTextContent("IssuerCN=Root");
  expect(old).toHaveTextContent("It has ended");
  expect(app.host.requests("authorities_look")).toEqual([{ pem: PEM }]);
  expect((await saved(app))?.transport).toEqual({ ...usual, authorities: PEM });
});

test("a long bundle shows a few certificates, and all of them when asked", async () => {
  const certificates = Array.from({ length: 9 }, (_, place) => ({
    subject: `CN=CA ${place}`,
    issuer: "CN=Root",
    chainLength: 1,
  }));
  const app = await newTenant({ authorities_look: () => ({ certificates }) });
  await unfold(app);
  await put(app, "CA certificates", PEM);
  const list = await screen.findByRole("list", { name: "What the CA certificates say" });
  expect(within(list).getAllByRole("listitem")).toHaveLength(4);
  await app.user.click(screen.getByRole("button", { name: "Show all 9" }));
  expect(within(list).getAllByRole("listitem")).toHaveLength(9);
});

test("what are no certificates is said at once", async () => {
  const app = await newTenant({
    authorities_look: failing(
      anError({ code: "invalidInput", title: "No certificate is in it", detail: "It is a key." }),
    ),
  });
  await unfold(app);
  await put(app, "CA certificates", "-----BEGIN PRIVATE KEY-----");
  expect(await screen.findByText("No certificate is in it. It is a key.")).toBeVisible();
  expect(screen.getByLabelText("CA certificates")).toBeInvalid();
});

test.each([
  ["root.pem", PEM, PEM],
  [
    "root.cer",
    new Uint8Array([48, 130, 1]),
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  ],
])("CA certificates are read from the file %s", async (name, content, authorities) => {
  const app = await newTenant();
  await unfold(app);
  await app.user.upload(screen.getByTestId("field-authorities-file"), new File([content], name));
  expect(await screen.findByText(name)).toBeVisible();
  expect((await saved(app))?.transport?.authorities).toBe(authorities);
});

test("giving up verification says what it means, and holds for one server only", async () => {
  const app = await newTenant();
  await unfold(app);
  const choice = screen.getByRole("checkbox", { name: "Do not verify certificates" });
  expect(choice).toHaveAccessibleDescription(/Anybody on the way could pose as the server/);
  await app.user.click(choice);
  expect(choice).toHaveAccessibleDescription(/asks you once more, outside of this window/);
  expect(summary()).toHaveAccessibleName(/certificates not verified/);
  await app.user.clear(screen.getByLabelText("Base URL"));
  expect(choice).toHaveAttribute("aria-disabled", "true");
  await put(app, "Base URL", "https://other.test/scim");
  expect(choice).not.toBeChecked();
  expect(choice).toHaveAccessibleDescription(/It was chosen for https:\/\/example\.test/);
  expect((await saved(app))?.transport?.unverified).toBe(false);
});

test("plain http is allowed by a person, for one server only", async () => {
  const plain: Answers = {
    base_url_read: ({ text }) => ({ baseUrl: text, host: "e", credentialAllowed: false }),
  };
  const app = await newTenant(plain, "http://example.test/scim");
  const name = "Allow plain http to http://example.test";
  expect(await screen.findByText(/A credential would travel readable/)).toBeVisible();
  await app.user.click(screen.getByRole("checkbox", { name }));
  expect(screen.queryByText(/A credential would travel readable/)).toBeNull();
  expect(screen.getByRole("checkbox", { name })).toHaveAccessibleDescription(
    /Everything, the sign-in included, travels readable/,
  );
  await put(app, "Base URL", "/v2");
  await waitFor(() => expect(screen.getByRole("checkbox", { name })).toBeChecked());
  expect((await saved(app))?.transport).toEqual({ ...usual, plainHttp: true });
});

test("nothing asks for plain http where it is https", async () => {
  await newTenant();
  await screen.findByTestId("base-url-understood");
  expect(screen.queryByRole("checkbox", { name: /Allow plain http/ })).toBeNull();
});

test("a refused plain http is marked at the base URL", async () => {
  const app = await newTenant({
    base_url_read: ({ text }) => ({ baseUrl: text, host: "e", credentialAllowed: false }),
    tenant_save: failing(
      anError({ code: "plainHttp", field: "baseUrl", detail: "It would travel readable." }),
    ),
  });
  await app.user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("It would travel readable.")).toBeVisible();
  expect(screen.getByLabelText("Base URL")).toHaveFocus();
});

test("an unverified tenant says so in words wherever it is named", async () => {
  const { user } = renderApp({
    app_start: () => appStarted({ tenants: [unverified], openTenant: "t1" }),
    tenant_list: () => [unverified],
    tenant_open: () => tenantOpened("t1", { tenant: unverified }),
  });
  await screen.findByTestId("nav-User");
  expect(within(screen.getByRole("banner")).getByText("TLS not verified")).toBeVisible();
  await user.keyboard("{Control>}t{/Control}");
  const option = await screen.findByRole("option", { name: /Aurelia Bank/ });
  expect(option).toHaveTextContent("TLS not verified");
  await user.keyboard("{Escape}");
  const status = screen.getByRole("contentinfo", { name: "Status" });
  await user.click(within(status).getByRole("button", { name: "TLS not verified" }));
  await screen.findByTestId("tenant-form");
  expect(screen.getByRole("checkbox", { name: "Do not verify certificates" })).toBeChecked();
});

test("the lists of tenants say which of them is unverified", async () => {
  const other = aTenant({ id: "t2", name: "Meridian Labs" });
  const { user } = renderApp({
    app_start: () => appStarted({ tenants: [unverified, other] }),
    tenant_list: () => [unverified, other],
  });
  expect(await screen.findAllByText("TLS not verified")).toHaveLength(1);
  await user.click(screen.getByTestId("welcome-tenants"));
  const [first, second] = await screen.findAllByTestId("tenant-row");
  expect(first).toHaveTextContent("TLS not verified");
  expect(second).not.toHaveTextContent("TLS not verified");
});

test("a verified tenant says nothing of it", async () => {
  renderApp({
    app_start: () => appStarted({ openTenant: "t1" }),
    tenant_open: () => tenantOpened("t1", { tenant: aTenant({ transport: usual }) }),
  });
  await screen.findByTestId("nav-User");
  expect(screen.queryByText("TLS not verified")).toBeNull();
});

test("secrets that are asked for say where each of them goes", async () => {
  const asking = aTenant({
    authentication: "clientCredentials",
    secret: "askEachTime",
    signIn: {
      oauth: {
        tokenEndpoint: "https://login.test/token",
        clientId: "app",
        clientAuthentication: "header",
        scopes: [],
        parameters: [],
        keepSignedIn: false,
      },
      headers: [],
    },
    secrets: [{ name: "header:X-Key", state: "askEachTime", needed: true }],
  });
  const { user } = renderApp({
    app_start: () => appStarted({ tenants: [asking], openTenant: "t1" }),
    tenant_list: () => [asking],
    tenant_open: failing(anError({ code: "secretNeeded", field: "clientSecret" })),
  });
  await user.click(await screen.findByTestId("give-token"));
  expect(await screen.findByTestId("secret-dialog")).toHaveTextContent(
    `used only for login.test and for ${asking.host}.`,
  );
});

test("a proxy password that is asked for says that it goes to the proxy", async () => {
  const proxy = { kind: "explicit", url: "http://proxy.test:8080", userName: "ada" } as const;
  const asking = aTenant({
    transport: { ...usual, proxy },
    secrets: [{ name: "proxyPassword", state: "askEachTime", needed: true }],
  });
  const { user, host } = renderApp({
    app_start: () => appStarted({ tenants: [asking], openTenant: "t1" }),
    tenant_list: () => [asking],
    tenant_open: failing(anError({ code: "secretNeeded", field: "proxyPassword" })),
  });
  await user.click(await screen.findByTestId("give-token"));
  const dialog = await screen.findByTestId("secret-dialog");
  expect(dialog).toHaveTextContent(
    "used only for the proxy proxy.test:8080 with the user name ada.",
  );
  await user.type(within(dialog).getByLabelText("Password of the proxy"), "canary-proxy{Enter}");
  await waitFor(() =>
    expect(host.requests("secret_provide")).toEqual([
      { tenantId: "t1", name: "proxyPassword", value: "canary-proxy" },
    ]),
  );
});

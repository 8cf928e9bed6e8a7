// How a tenant is reached: what the form makes of it, and what belongs to one server or proxy only.
import { expect, test } from "vitest";

import type { Transport } from "../../host/generated/Transport";
import { aTenant } from "../../testing/fixtures";
import { draftOf, faultsOf, inputOf, isSame, wireKey } from "./connectionInput";
import type { ConnectionInput } from "./connectionInput";
import { UNTOUCHED } from "./signInInput";
import type { TransportInput } from "./transportInput";
import { isUnverified, originOf, splitProxy, travelsInClear, unusualOf } from "./transportInput";

const usual: Transport = {
  proxy: { kind: "system" },
  addresses: "any",
  unverified: false,
  plainHttp: false,
};

const proxied = aTenant({
  transport: {
    ...usual,
    proxy: { kind: "explicit", url: "socks5://proxy.test:1080", userName: "ada" },
  },
  secrets: [{ name: "proxyPassword", state: "stored", needed: true }],
});

function withTransport(input: ConnectionInput, changed: Partial<TransportInput>): ConnectionInput {
  return { ...input, transport: { ...input.transport, ...changed } };
}

function withPassword(input: ConnectionInput): ConnectionInput {
  const proxyPassword = { ...UNTOUCHED, change: "replace" as const, typed: "canary" };
  return {
    ...input,
    signIn: { ...input.signIn, secrets: { ...input.signIn.secrets, proxyPassword } },
  };
}

test("a tenant of which nothing is said is reached as usual", () => {
  const tenant = aTenant();
  expect(draftOf(inputOf(tenant), tenant, true).transport).toEqual(usual);
  expect(unusualOf(inputOf(tenant))).toEqual([]);
});

test("what is stored comes back as it is, and is no change", () => {
  const transport: Transport = {
    proxy: { kind: "explicit", url: "http://proxy.test:8080", userName: "ada" },
    addresses: "ipv6",
    authorities: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    unverified: true,
    plainHttp: true,
  };
  const tenant = aTenant({ transport });
  expect(draftOf(inputOf(tenant), tenant, true).transport).toEqual(transport);
  expect(unusualOf(inputOf(tenant)).map((it) => it.words)).toEqual([
    "certificates not verified",
    "own CA certificates",
    "a proxy of its own",
    "IPv6 only",
  ]);
});

test.each<Partial<TransportInput>>([
  { proxy: "none" },
  { addresses: "ipv4" },
  { authorities: "x" },
  { unverifiedFor: "https://scim.aurelia-bank.eu" },
])("%o is a change, and makes the outcome of a test old", (changed) => {
  const tenant = aTenant();
  const input = inputOf(tenant);
  const next = withTransport(input, changed);
  expect(isSame(input, next)).toBe(false);
  expect(wireKey(draftOf(next, tenant, true))).not.toBe(wireKey(draftOf(input, tenant, true)));
});

test("what was given up for one server is not given up for another", () => {
  const tenant = aTenant({ transport: { ...usual, unverified: true, plainHttp: true } });
  const input = inputOf(tenant);
  const other = { ...input, baseUrl: "https://scim.other.test/v2" };
  expect(draftOf(other, tenant, true).transport).toEqual(usual);
  const otherPort = { ...input, baseUrl: "https://scim.aurelia-bank.eu:8443/scim/v2" };
  expect(isUnverified(otherPort)).toBe(false);
  const samePlace = { ...input, baseUrl: "scim.aurelia-bank.eu/v2" };
  expect(isUnverified(samePlace)).toBe(true);
});

test.each([
  ["https://scim.test/scim/v2/", "https://scim.test"],
  ["  'HTTPS://SCIM.test:443/x' ", "https://scim.test"],
  ["http://scim.test:8080", "http://scim.test:8080"],
  ["scim.test/v2", "https://scim.test"],
  ["", ""],
  ["https://", ""],
])("the origin of %o is %o", (text, origin) => {
  expect(originOf(text)).toBe(origin);
});

test("a proxy of its own needs an address, and a password a name", () => {
  const input = withTransport(inputOf(aTenant()), { proxy: "explicit", proxyUrl: " " });
  expect(Object.keys(faultsOf(input))).toEqual(["proxyUrl"]);
  const named = withTransport(withPassword(input), { proxyUrl: "http://proxy.test" });
  expect(Object.keys(faultsOf(named))).toEqual(["proxyUserName"]);
  expect(faultsOf(withTransport(named, { proxyUserName: "ada" }))).toEqual({});
});

test("without TLS there is nothing to verify", () => {
  const input = { ...inputOf(aTenant()), baseUrl: "http://scim.test" };
  expect(isUnverified(withTransport(input, { unverifiedFor: "http://scim.test" }))).toBe(false);
});

test.each([
  ["http://scim.test", false, {}, true],
  ["http://127.0.0.1:1", true, {}, false],
  ["http://127.0.0.1:1", true, { proxy: "none" }, false],
  ["http://127.0.0.1:1", true, { proxy: "explicit", proxyUrl: "http://127.0.0.1:2" }, false],
  ["http://127.0.0.1:1", true, { proxy: "explicit", proxyUrl: "socks5://[::1]:2" }, false],
  ["http://127.0.0.1:1", true, { proxy: "explicit", proxyUrl: "http://proxy.test" }, true],
  ["https://scim.test", true, { proxy: "explicit", proxyUrl: "http://proxy.test" }, false],
] as const)("to %s something leaves this computer in clear: %s %o %s", (...row) => {
  const [baseUrl, credentialAllowed, changed, expected] = row;
  const form = { ...withTransport(inputOf(undefined), changed), baseUrl };
  expect(travelsInClear(form, { credentialAllowed })).toBe(expected);
});

test("the password of a proxy stays with the proxy that it was given for", () => {
  const input = inputOf(proxied);
  expect(draftOf(input, proxied, true).secrets).toBeUndefined();
  const elsewhere = withTransport(input, { proxyUrl: "socks5://other.test:1080" });
  const ofAnother = withTransport(input, { proxyUserName: "grace" });
  for (const other of [elsewhere, ofAnother]) {
    expect(draftOf(other, proxied, true).secrets).toEqual([
      { name: "proxyPassword", change: { kind: "forget" } },
    ]);
  }
  expect(draftOf(withPassword(elsewhere), proxied, false)).toMatchObject({
    secrets: [{ name: "proxyPassword", change: { kind: "replace", value: "canary" } }],
    askEachTime: true,
  });
});

test("a password that was typed for a proxy is not sent where there is none", () => {
  const draft = draftOf(withPassword(inputOf(aTenant())), aTenant(), true);
  expect(JSON.stringify(draft)).not.toContain("canary");
});

test.each([
  ["http://ada:p%40ss@proxy.test:8080", "http://proxy.test:8080", "ada", "p@ss"],
  ["socks5h://ada:p@ss@proxy.test:1080/", "socks5h://proxy.test:1080/", "ada", "p@ss"],
  ["http://ada@proxy.test", "http://proxy.test", "ada", undefined],
  ["http://ada:100%@proxy.test", "http://proxy.test", "ada", "100%"],
])("%o is taken apart", (text, proxyUrl, userName, password) => {
  expect(splitProxy(text)).toEqual({ proxyUrl, userName, password });
});

test.each(["http://proxy.test:8080", "proxy.test", "http://ada:p", "http://ada@", "http://p/@x"])(
  "%o has no credential",
  (text) => {
    expect(splitProxy(text)).toBeUndefined();
  },
);

// What is kept of a connection form: never a secret, nor what may be one.
import { expect, test } from "vitest";

import { anOAuthTenant, aTenant } from "../../testing/fixtures";
import { inputOf } from "./connectionInput";
import { bareUrl, formOf, keptForm } from "./keptForm";
import { UNTOUCHED } from "./signInInput";

const fresh = inputOf(undefined);

test("a form comes back as it was, but for its secrets and what may be one", () => {
  const secret = { ...UNTOUCHED, change: "replace" as const, typed: "canary-1" };
  const header = { id: 0, name: "x-key", value: "canary-2", isSecret: true, secret };
  const { oauth } = fresh.signIn;
  const input = {
    ...fresh,
    name: "Meridian",
    baseUrl: "https://scim.example.com/v2?key=canary-3",
    authentication: "clientCredentials" as const,
    userName: "ada",
    signIn: {
      ...fresh.signIn,
      command: "print --token canary-4",
      headers: [header],
      secrets: { ...fresh.signIn.secrets, clientSecret: secret },
      oauth: {
        ...oauth,
        clientId: "app",
        scopes: "scim.read",
        tokenEndpoint: "https://canary:5@login.example.com/token",
        parameters: [{ id: 0, name: "key", value: "canary-6" }],
      },
    },
    transport: {
      ...fresh.transport,
      proxyUrl: "http://canary:7@proxy",
      unverifiedFor: "https://x",
    },
  };
  const kept = keptForm(input, undefined);
  expect(kept).not.toContain("canary");
  const found = formOf(kept, undefined);
  expect(found).toMatchObject({
    name: "Meridian",
    baseUrl: "https://scim.example.com/v2",
    authentication: "clientCredentials",
    userName: "ada",
    signIn: { oauth: { clientId: "app", scopes: "scim.read", tokenEndpoint: "" } },
  });
  expect(found?.transport).toEqual(fresh.transport);
});

test("a form that holds nothing but what is saved, and a secret, is not kept", () => {
  const tenant = aTenant();
  const saved = inputOf(tenant);
  const token = { ...UNTOUCHED, change: "replace" as const, typed: "canary" };
  const secrets = { ...saved.signIn.secrets, token };
  expect(keptForm({ ...saved, signIn: { ...saved.signIn, secrets } }, tenant)).toBe("");
  expect(keptForm({ ...saved, name: "Other" }, tenant)).toContain("Other");
});

test("what was kept is laid over the tenant as it is saved now", () => {
  const tenant = anOAuthTenant();
  const kept = keptForm({ ...inputOf(tenant), name: "Other" }, tenant);
  const moved = { ...tenant, connectSeconds: 7 };
  expect(formOf(kept, moved)?.name).toBe("Other");
  expect(formOf('{"environment":"moon","name":7,"colour":null}', tenant)).toEqual(inputOf(tenant));
  expect(formOf("no JSON", tenant)).toEqual(inputOf(tenant));
  expect(formOf(undefined, tenant)).toBeUndefined();
});

test("a URL is kept as far as it names a place", () => {
  expect(bareUrl(" https://a.example/scim/v2?x=1#y ")).toBe("https://a.example/scim/v2");
  expect(bareUrl("a.example/scim")).toBe("a.example/scim");
  for (const signsIn of ["https://u:p@a.example", "u:p@a.example", "https://a.example/@me"]) {
    expect(bareUrl(signsIn)).toBe("");
  }
});

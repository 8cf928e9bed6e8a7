// What has to be given before a tenant can be opened, and what a secret is looked at as.
import { expect, test } from "vitest";

import { aTenant } from "../testing/fixtures";
import { lackOf, pastedKinds } from "./signIn";

test("what is missing is told before what is asked for each time", () => {
  expect(lackOf(aTenant({ secret: "stored" }))).toBeUndefined();
  expect(lackOf(aTenant({ secret: "askEachTime" }))).toEqual({ what: "token", isMissing: false });
  const tenant = aTenant({
    authentication: "authorizationCode",
    secret: "askEachTime",
    secrets: [
      { name: "refreshToken", state: "missing", needed: false },
      { name: "header:x-gateway", state: "missing", needed: true },
    ],
  });
  expect(lackOf(tenant)).toEqual({ what: "header x-gateway", isMissing: true });
});

test("a command that came with no file has to be entered", () => {
  const tenant = aTenant({ authentication: "command", secret: "notNeeded" });
  expect(lackOf(tenant)).toEqual({ what: "command", isMissing: true });
  const command = { program: "az", arguments: [] };
  expect(lackOf({ ...tenant, signIn: { command } })).toBeUndefined();
});

test("a scheme is taken off a token alone, and by itself off a bearer token alone", () => {
  expect(pastedKinds.token).toBe("token");
  expect(pastedKinds.refreshToken).toBe("refreshToken");
  expect(pastedKinds.apiKey).toBe("key");
});

// What the connection form holds becomes the right draft.
import { expect, test } from "vitest";

import { aTenant } from "../../testing/fixtures";
import {
  draftOf,
  faultsOf,
  inputOf,
  withAuthentication,
  withEnvironment,
  wireKey,
} from "./connectionInput";

test("a tenant whose token is stored keeps it", () => {
  const tenant = aTenant();
  expect(draftOf(inputOf(tenant), tenant, true).secret).toEqual({ kind: "keep" });
});

test("a typed token takes the place of the stored one", () => {
  const tenant = aTenant();
  const input = { ...inputOf(tenant), secret: "replace", token: "new" } as const;
  expect(draftOf(input, tenant, true).secret).toEqual({ kind: "replace", value: "new" });
});

test("no sign-in forgets a stored token", () => {
  const tenant = aTenant();
  const input = { ...inputOf(tenant), authentication: "none" } as const;
  expect(draftOf(input, tenant, true).secret).toEqual({ kind: "forget" });
});

test("a password is typed for itself, and goes with its user name", () => {
  const basic = withAuthentication({ ...inputOf(undefined), token: "t" }, "basic", undefined);
  const input = { ...basic, userName: " ada ", password: "p" };
  const draft = draftOf(input, undefined, true);
  expect(draft).toMatchObject({
    authentication: "basic",
    userName: "ada",
    secret: { kind: "replace", value: "p" },
  });
  expect(draftOf({ ...input, authentication: "bearer" }, undefined, true)).not.toHaveProperty(
    "userName",
  );
  const other = draftOf({ ...input, userName: "grace" }, undefined, true);
  expect(wireKey(other)).not.toBe(wireKey(draft));
});

test("a stored token is not kept as a password, and is kept again when one turns back", () => {
  const tenant = aTenant();
  const basic = withAuthentication(inputOf(tenant), "basic", tenant);
  expect(basic.secret).toBe("replace");
  expect(withAuthentication(basic, "bearer", tenant).secret).toBe("keep");
  const typed = { ...basic, token: "typed before" };
  expect(withAuthentication(typed, "bearer", tenant).secret).toBe("replace");
});

test("basic needs a user name", () => {
  const input = { ...inputOf(aTenant()), authentication: "basic" } as const;
  expect(Object.keys(faultsOf(input))).toEqual(["userName"]);
  expect(faultsOf({ ...input, userName: "ada" })).toEqual({});
});

test("without a keychain a typed token is asked for each time", () => {
  const input = { ...inputOf(undefined), token: "new" };
  expect(draftOf(input, undefined, false).askEachTime).toBe(true);
  expect(draftOf(input, undefined, true).askEachTime).toBe(false);
});

test("production turns red unless another colour was chosen", () => {
  expect(withEnvironment(inputOf(undefined), "production").colour).toBe("red");
  const pink = { ...inputOf(undefined), colour: "pink" } as const;
  expect(withEnvironment(pink, "production").colour).toBe("pink");
});

test("limits outside their range are faults", () => {
  const input = { ...inputOf(aTenant()), connectSeconds: "0", totalSeconds: "601" };
  expect(Object.keys(faultsOf(input))).toEqual(["connectSeconds", "totalSeconds"]);
});

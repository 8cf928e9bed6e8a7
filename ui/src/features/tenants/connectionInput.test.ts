// What the connection form holds becomes the right draft.
import { expect, test } from "vitest";

import { aTenant } from "../../testing/fixtures";
import { draftOf, faultsOf, inputOf, withEnvironment } from "./connectionInput";

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

// What the connection form holds becomes the right draft.
import { expect, test } from "vitest";

import { aTenant } from "../../testing/fixtures";
import type { ConnectionInput } from "./connectionInput";
import {
  draftOf,
  faultsOf,
  inputOf,
  isSame,
  withAuthentication,
  withEnvironment,
  wireKey,
} from "./connectionInput";
import type { SignInInput } from "./signInInput";
import { heldState, UNTOUCHED } from "./signInInput";

/** The form after something was typed as a secret. */
function typed(
  input: ConnectionInput,
  name: keyof SignInInput["secrets"],
  text: string,
): ConnectionInput {
  const edit = { ...UNTOUCHED, change: "replace" as const, typed: text };
  const secrets = { ...input.signIn.secrets, [name]: edit };
  return { ...input, signIn: { ...input.signIn, secrets } };
}

test("a tenant whose token is stored keeps it", () => {
  const tenant = aTenant();
  expect(draftOf(inputOf(tenant), tenant, true).secret).toEqual({ kind: "keep" });
});

test("a typed token takes the place of the stored one", () => {
  const tenant = aTenant();
  const input = typed(inputOf(tenant), "token", "new");
  expect(draftOf(input, tenant, true).secret).toEqual({ kind: "replace", value: "new" });
});

test("a password is typed for itself, and goes with its user name", () => {
  const basic = withAuthentication(typed(inputOf(undefined), "token", "t"), "basic");
  const input = { ...typed(basic, "password", "p"), userName: " ada " };
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

test("a stored token is none for another way to sign in, and is kept when one turns back", () => {
  const tenant = aTenant();
  const basic = withAuthentication(inputOf(tenant), "basic");
  expect(heldState(tenant, "basic", basic.signIn, "password")).toBeUndefined();
  const back = withAuthentication(basic, "bearer");
  expect(heldState(tenant, "bearer", back.signIn, "token")).toBe("stored");
  expect(isSame(back, inputOf(tenant))).toBe(true);
});

test("basic needs a user name", () => {
  const input = { ...inputOf(aTenant()), authentication: "basic" } as const;
  expect(Object.keys(faultsOf(input))).toEqual(["userName"]);
  expect(faultsOf({ ...input, userName: "ada" })).toEqual({});
});

test("without a keychain a typed token is asked for each time", () => {
  const input = typed(inputOf(undefined), "token", "new");
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

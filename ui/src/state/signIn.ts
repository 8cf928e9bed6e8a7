// What people call the ways to sign in, and the secret of each.
import type { Authentication } from "../host/generated/Authentication";
import type { Tenant } from "../host/generated/Tenant";

export const authenticationNames: Record<Authentication, string> = {
  bearer: "Bearer token",
  basic: "Basic",
  none: "No sign-in",
};

/** What the secret of a way to sign in is called, in the middle of a sentence. */
export const secretWords: Record<Authentication, string> = {
  bearer: "token",
  basic: "password",
  none: "secret",
};

/** Whether its secret is not at hand: it is missing, or is asked for each time and was not given yet. */
export function waitsForSecret({ secret }: Tenant): boolean {
  return secret === "missing" || secret === "askEachTime";
}

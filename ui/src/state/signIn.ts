// What people call the ways to sign in, and the secret of each.
import type { Authentication } from "../host/generated/Authentication";

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

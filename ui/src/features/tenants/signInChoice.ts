// How the ways to sign in are offered: a few kinds, of which OAuth has several grants; and one line on each. Pure.
import type { Authentication } from "../../host/generated/Authentication";
import type { ClientAuthentication } from "../../host/generated/ClientAuthentication";
import type { Grant } from "./signInInput";
import { isGrant } from "./signInInput";

export type Kind = Exclude<Authentication, Grant> | "oauth";

export const kinds: readonly { value: Kind; label: string }[] = [
  { value: "bearer", label: "Bearer token" },
  { value: "basic", label: "Basic" },
  { value: "apiKey", label: "API key" },
  { value: "oauth", label: "OAuth 2.0" },
  { value: "command", label: "Command" },
  { value: "none", label: "None" },
];

export function kindOf(authentication: Authentication): Kind {
  return isGrant(authentication) ? "oauth" : authentication;
}

export const grants: readonly { value: Grant; label: string }[] = [
  { value: "clientCredentials", label: "Client credentials" },
  { value: "authorizationCode", label: "Authorization code, in the browser" },
  { value: "refreshToken", label: "Refresh token" },
  { value: "jwtAssertion", label: "Signed assertion (private key)" },
];

export const helps: Record<Authentication, string> = {
  bearer: "A token that the provider gave you. It goes along with every request.",
  basic: "A user name and its password. They go along with every request.",
  apiKey: "A key that the provider gave you. It goes along in a header of its own.",
  clientCredentials:
    "Scimscope asks the token URL for tokens, with what the client proves itself by.",
  authorizationCode:
    "You sign in with the browser, and its answer comes back to this computer (PKCE, RFC 7636).",
  refreshToken:
    "Scimscope turns a refresh token that you have into tokens, and keeps its successors.",
  jwtAssertion:
    "Scimscope signs an assertion with a private key, and turns it into tokens (RFC 7523).",
  command:
    "A program on this computer prints the token: run without a shell, asked for before its first run.",
  none: "No credential is sent. A client certificate or a header below may still say who asks.",
};

const proofs: Record<ClientAuthentication, string> = {
  header: "Secret, in the header (Basic)",
  body: "Secret, in the body",
  privateKeyJwt: "Private key (signed assertion)",
  certificate: "Client certificate (TLS)",
  none: "Nothing (public client)",
};

const ofGrant: Record<Grant, readonly ClientAuthentication[]> = {
  clientCredentials: ["header", "body", "privateKeyJwt", "certificate"],
  authorizationCode: ["none", "header", "body", "privateKeyJwt", "certificate"],
  refreshToken: ["none", "header", "body", "privateKeyJwt", "certificate"],
  jwtAssertion: ["none", "privateKeyJwt", "certificate"],
};

/** What a client can prove itself by, the usual first. */
export function proofsOf(grant: Grant): { value: ClientAuthentication; label: string }[] {
  return ofGrant[grant].map((value) => ({
    value,
    label:
      grant === "jwtAssertion" && value === "none"
        ? "Nothing more than the assertion"
        : proofs[value],
  }));
}

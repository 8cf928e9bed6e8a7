// What people call the ways to sign in, and their secrets; which of them a tenant waits for. Pure.
import type { Authentication } from "../host/generated/Authentication";
import type { ClientAuthentication } from "../host/generated/ClientAuthentication";
import type { PastedKind } from "../host/generated/PastedKind";
import type { SecretState } from "../host/generated/SecretState";
import type { Tenant } from "../host/generated/Tenant";

export const authenticationNames: Record<Authentication, string> = {
  bearer: "Bearer token",
  basic: "Basic",
  none: "No sign-in",
  apiKey: "API key",
  clientCredentials: "OAuth client credentials",
  authorizationCode: "Browser sign-in",
  refreshToken: "Refresh token",
  jwtAssertion: "Signed assertion",
  command: "Command",
};

/** A secret, called as the backend calls the field that it is entered in. */
export type SecretName =
  | "token"
  | "password"
  | "apiKey"
  | "clientSecret"
  | "refreshToken"
  | "privateKey"
  | "keyPassphrase"
  | "certificate"
  | "certificatePassphrase"
  | "proxyPassword";

/** What a secret is called in the middle of a sentence. */
export const secretWords: Record<SecretName, string> = {
  token: "token",
  password: "password",
  apiKey: "API key",
  clientSecret: "client secret",
  refreshToken: "refresh token",
  privateKey: "private key",
  keyPassphrase: "passphrase of the private key",
  certificate: "client certificate",
  certificatePassphrase: "passphrase of the certificate",
  proxyPassword: "password of the proxy",
};

/** What kind of text each is, for noticing what came along when it was pasted. */
export const pastedKinds: Record<SecretName, PastedKind> = {
  token: "token",
  password: "password",
  apiKey: "key",
  clientSecret: "password",
  refreshToken: "refreshToken",
  privateKey: "pem",
  keyPassphrase: "password",
  certificate: "pem",
  certificatePassphrase: "password",
  proxyPassword: "password",
};

/** The secret that a way to sign in is named for; undefined where it has none. */
export function mainSecret(
  authentication: Authentication,
  client: ClientAuthentication | undefined,
): SecretName | undefined {
  switch (authentication) {
    case "none":
    case "command":
      return undefined;
    case "bearer":
      return "token";
    case "basic":
      return "password";
    case "apiKey":
    case "refreshToken":
      return authentication;
    case "jwtAssertion":
      return "privateKey";
    case "clientCredentials":
    case "authorizationCode":
      return ofClient(client);
  }
}

/** What a client proves itself with. */
export function ofClient(client: ClientAuthentication | undefined): SecretName | undefined {
  if (client === "header" || client === "body") return "clientSecret";
  return client === "privateKeyJwt" ? "privateKey" : undefined;
}

export function mainSecretOf({ authentication, signIn }: Tenant): SecretName | undefined {
  return mainSecret(authentication, signIn?.oauth?.clientAuthentication);
}

/** A secret that a person has to give before a tenant can be used. */
export interface WaitedFor {
  /** Its name in a request; undefined for the main one. */
  name: string | undefined;
  /** What it is called in the middle of a sentence. */
  word: string;
  kind: PastedKind;
  state: SecretState;
}

/** The main secret, where another one is asked for in its place. */
export function mainAsked(tenant: Tenant): WaitedFor {
  const main = mainSecretOf(tenant) ?? "token";
  return {
    name: undefined,
    word: secretWords[main],
    kind: pastedKinds[main],
    state: tenant.secret,
  };
}

/** The secrets that are missing, or asked for each time and not given yet. */
export function waitedFor(tenant: Tenant): WaitedFor[] {
  const all: WaitedFor[] = [];
  if (mainSecretOf(tenant) !== undefined && isWaitedFor(tenant.secret)) {
    all.push(mainAsked(tenant));
  }
  for (const { name, state, needed } of tenant.secrets ?? []) {
    if (!needed || !isWaitedFor(state)) continue;
    all.push({ name, word: furtherWord(name), kind: furtherKind(name), state });
  }
  return all;
}

function isWaitedFor(state: SecretState): boolean {
  return state === "missing" || state === "askEachTime";
}

function isSecretName(name: string): name is SecretName {
  return name in secretWords;
}

function furtherWord(name: string): string {
  return isSecretName(name) ? secretWords[name] : name.replace(/^header:/, "header ");
}

function furtherKind(name: string): PastedKind {
  return isSecretName(name) ? pastedKinds[name] : "password";
}

export function waitsForSecret(tenant: Tenant): boolean {
  return waitedFor(tenant).length > 0;
}

/** What a person has to give. */
export interface Lack {
  what: string;
  /** Whether it should be there; otherwise it is asked for each time. */
  isMissing: boolean;
}

/** What has to be given before a tenant can be opened: first what is missing. */
export function lackOf(tenant: Tenant): Lack | undefined {
  const isWithoutCommand = tenant.authentication === "command" && !tenant.signIn?.command;
  if (isWithoutCommand) return { what: "command", isMissing: true };
  const waited = waitedFor(tenant);
  const lack = waited.find((it) => it.state === "missing") ?? waited[0];
  return lack && { what: lack.word, isMissing: lack.state === "missing" };
}

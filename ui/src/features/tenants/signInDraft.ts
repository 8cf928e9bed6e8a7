// What the form holds of the chosen way to sign in, as it is tested and saved: nothing of the other ways. Pure.
import type { AssertionSettings } from "../../host/generated/AssertionSettings";
import type { Authentication } from "../../host/generated/Authentication";
import type { CommandSettings } from "../../host/generated/CommandSettings";
import type { NamedSecretChange } from "../../host/generated/NamedSecretChange";
import type { OAuthSettings } from "../../host/generated/OAuthSettings";
import type { Parameter } from "../../host/generated/Parameter";
import type { SecretChange } from "../../host/generated/SecretChange";
import type { SignIn } from "../../host/generated/SignIn";
import type { SecretName } from "../../state/signIn";
import { mainSecret, ofClient } from "../../state/signIn";
import type {
  AssertionInput,
  Grant,
  HeaderInput,
  ParameterInput,
  SecretEdit,
  SignInInput,
} from "./signInInput";
import { clientOf, headerSecret, isGrant, signs } from "./signInInput";

export interface SignInDraft {
  signIn: SignIn;
  secret: SecretChange;
  secrets: NamedSecretChange[];
}

/** `command` is what the command line was taken apart into. */
export function signInDraft(
  authentication: Authentication,
  input: SignInInput,
  command: CommandSettings | undefined,
): SignInDraft {
  const main = mainSecret(authentication, clientOf(authentication, input));
  const further = furtherSecrets(authentication, input).map((name) => ({
    name,
    change: changeOf(input.secrets[name]),
  }));
  const headers = input.headers.filter(isFilled);
  const ofHeaders = headers
    .filter((it) => it.isSecret)
    .map((it) => ({ name: headerSecret(it.name), change: changeOf(it.secret) }));
  return {
    signIn: {
      ...(authentication === "apiKey" ? { apiKeyHeader: input.apiKeyHeader.trim() } : {}),
      ...(isGrant(authentication) ? { oauth: oauthSettings(authentication, input) } : {}),
      ...(authentication === "command" && command ? { command } : {}),
      ...(headers.length > 0 ? { headers: headers.map(furtherHeader) } : {}),
      ...(input.certificate ? { certificate: input.certificate } : {}),
    },
    secret: main === undefined ? { kind: "keep" } : changeOf(input.secrets[main]),
    secrets: [...further, ...ofHeaders].filter((it) => it.change.kind !== "keep"),
  };
}

/** The secrets beside the main one that a way to sign in has. */
export function furtherSecrets(authentication: Authentication, input: SignInInput): SecretName[] {
  const names: SecretName[] = [];
  if (authentication === "refreshToken") {
    const ofIt = ofClient(clientOf(authentication, input));
    if (ofIt) names.push(ofIt);
  }
  if (signs(authentication, input)) names.push("keyPassphrase");
  if (input.certificate) names.push("certificate", "certificatePassphrase");
  return names;
}

/** What is to be done with a secret of the form. */
export function changeOf({ change, typed, clean }: SecretEdit): SecretChange {
  if (change === "forget") return { kind: "forget" };
  if (typed === "") return { kind: "keep" };
  return { kind: "replace", value: typed, ...(clean ? { clean } : {}) };
}

/** A row that nobody wrote anything into is none. */
function isFilled({ name, value, secret }: HeaderInput): boolean {
  return name.trim() !== "" || value !== "" || secret.typed !== "";
}

function furtherHeader({ name, value, isSecret }: HeaderInput) {
  return { name: name.trim(), ...(isSecret ? {} : { value }) };
}

function oauthSettings(grant: Grant, input: SignInInput): OAuthSettings {
  const { oauth } = input;
  const isInBrowser = grant === "authorizationCode";
  return {
    tokenEndpoint: oauth.tokenEndpoint.trim(),
    ...(isInBrowser ? { authorizationEndpoint: oauth.authorizationEndpoint.trim() } : {}),
    ...(isInBrowser ? filled("redirectUri", oauth.redirectUri) : {}),
    clientId: oauth.clientId.trim(),
    clientAuthentication: oauth.clientAuthentication[grant],
    scopes: oauth.scopes.split(/\s+/).filter((it) => it !== ""),
    ...filled("audience", oauth.audience),
    ...filled("resource", oauth.resource),
    parameters: parametersOf(oauth.parameters),
    ...(signs(grant, input) ? { assertion: assertionSettings(oauth.assertion) } : {}),
    keepSignedIn: isInBrowser && oauth.keepSignedIn,
  };
}

function assertionSettings(input: AssertionInput): AssertionSettings {
  const claims = parametersOf(input.claims);
  return {
    ...filled("algorithm", input.algorithm),
    ...filled("keyId", input.keyId),
    ...filled("issuer", input.issuer),
    ...filled("subject", input.subject),
    ...filled("audience", input.audience),
    ...(claims.length > 0 ? { claims } : {}),
  };
}

function parametersOf(rows: readonly ParameterInput[]): Parameter[] {
  return rows
    .filter((it) => it.name.trim() !== "" || it.value !== "")
    .map(({ name, value }) => ({ name: name.trim(), value }));
}

function filled<K extends string>(name: K, text: string): Partial<Record<K, string>> {
  const value = text.trim();
  return value === "" ? {} : ({ [name]: value } as Record<K, string>);
}

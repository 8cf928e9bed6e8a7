// What the form holds of every way to sign in, at once: whoever looks at another one loses nothing. Pure.
import type { Authentication } from "../../host/generated/Authentication";
import type { CertificateFormat } from "../../host/generated/CertificateFormat";
import type { ClientAuthentication } from "../../host/generated/ClientAuthentication";
import type { CommandSettings } from "../../host/generated/CommandSettings";
import type { Parameter } from "../../host/generated/Parameter";
import type { SecretState } from "../../host/generated/SecretState";
import type { Tenant } from "../../host/generated/Tenant";
import type { SecretName } from "../../state/signIn";
import { mainSecret, mainSecretOf } from "../../state/signIn";

/** The ways that ask a token endpoint. */
export type Grant = Extract<
  Authentication,
  "clientCredentials" | "authorizationCode" | "refreshToken" | "jwtAssertion"
>;

/** What is done to a secret: it is kept, something typed takes its place, or it is forgotten. */
export interface SecretEdit {
  change: "keep" | "replace" | "forget";
  /** What was typed; never what is stored. */
  typed: string;
  /** What came along when it was pasted is taken off. */
  clean: boolean;
  /** The file that it was read from. */
  file: string;
}

export const UNTOUCHED: SecretEdit = { change: "keep", typed: "", clean: false, file: "" };

export interface ParameterInput {
  id: number;
  name: string;
  value: string;
}

export interface HeaderInput extends ParameterInput {
  isSecret: boolean;
  secret: SecretEdit;
}

export interface AssertionInput {
  algorithm: string;
  keyId: string;
  issuer: string;
  subject: string;
  audience: string;
  claims: ParameterInput[];
}

export interface OAuthInput {
  /** The grant that is shown when one comes back to OAuth. */
  grant: Grant;
  tokenEndpoint: string;
  authorizationEndpoint: string;
  redirectUri: string;
  clientId: string;
  clientAuthentication: Record<Grant, ClientAuthentication>;
  scopes: string;
  audience: string;
  resource: string;
  parameters: ParameterInput[];
  assertion: AssertionInput;
  keepSignedIn: boolean;
}

export interface SignInInput {
  apiKeyHeader: string;
  /** The command line as it was typed. */
  command: string;
  oauth: OAuthInput;
  headers: HeaderInput[];
  /** The form of the client certificate; undefined where none is shown. */
  certificate: CertificateFormat | undefined;
  secrets: Record<SecretName, SecretEdit>;
}

const FRESH: SignInInput = {
  apiKeyHeader: "X-Api-Key",
  command: "",
  oauth: {
    grant: "clientCredentials",
    tokenEndpoint: "",
    authorizationEndpoint: "",
    redirectUri: "",
    clientId: "",
    clientAuthentication: {
      clientCredentials: "header",
      authorizationCode: "none",
      refreshToken: "none",
      jwtAssertion: "none",
    },
    scopes: "",
    audience: "",
    resource: "",
    parameters: [],
    assertion: { algorithm: "", keyId: "", issuer: "", subject: "", audience: "", claims: [] },
    keepSignedIn: false,
  },
  headers: [],
  certificate: undefined,
  secrets: {
    token: UNTOUCHED,
    password: UNTOUCHED,
    apiKey: UNTOUCHED,
    clientSecret: UNTOUCHED,
    refreshToken: UNTOUCHED,
    privateKey: UNTOUCHED,
    keyPassphrase: UNTOUCHED,
    certificate: UNTOUCHED,
    certificatePassphrase: UNTOUCHED,
    proxyPassword: UNTOUCHED,
  },
};

export function signInInputOf(tenant: Tenant | undefined): SignInInput {
  const saved = tenant?.signIn;
  return {
    ...FRESH,
    apiKeyHeader: saved?.apiKeyHeader ?? FRESH.apiKeyHeader,
    command: saved?.command ? commandLine(saved.command) : "",
    oauth: oauthInputOf(tenant),
    headers: (saved?.headers ?? []).map(({ name, value }, id) => ({
      id,
      name,
      value: value ?? "",
      isSecret: value === undefined,
      secret: UNTOUCHED,
    })),
    certificate: saved?.certificate,
  };
}

function oauthInputOf(tenant: Tenant | undefined): OAuthInput {
  const fresh = FRESH.oauth;
  const saved = tenant?.signIn?.oauth;
  if (!saved || !isGrant(tenant.authentication)) return fresh;
  const { algorithm, keyId, issuer, subject, audience, claims } = saved.assertion ?? {};
  return {
    grant: tenant.authentication,
    tokenEndpoint: saved.tokenEndpoint,
    authorizationEndpoint: saved.authorizationEndpoint ?? "",
    redirectUri: saved.redirectUri ?? "",
    clientId: saved.clientId,
    clientAuthentication: {
      ...fresh.clientAuthentication,
      [tenant.authentication]: saved.clientAuthentication,
    },
    scopes: saved.scopes.join(" "),
    audience: saved.audience ?? "",
    resource: saved.resource ?? "",
    parameters: rowsOf(saved.parameters),
    assertion: {
      algorithm: algorithm ?? "",
      keyId: keyId ?? "",
      issuer: issuer ?? "",
      subject: subject ?? "",
      audience: audience ?? "",
      claims: rowsOf(claims ?? []),
    },
    keepSignedIn: saved.keepSignedIn,
  };
}

function rowsOf(parameters: readonly Parameter[]): ParameterInput[] {
  return parameters.map((it, id) => ({ id, ...it }));
}

/** An id for one row more. */
export function nextId(rows: readonly { id: number }[]): number {
  return Math.max(-1, ...rows.map((it) => it.id)) + 1;
}

export function isGrant(authentication: Authentication): authentication is Grant {
  return (
    authentication === "clientCredentials" ||
    authentication === "authorizationCode" ||
    authentication === "refreshToken" ||
    authentication === "jwtAssertion"
  );
}

/** How the client proves itself in this way to sign in, where there is a client. */
export function clientOf(
  authentication: Authentication,
  { oauth }: SignInInput,
): ClientAuthentication | undefined {
  return isGrant(authentication) ? oauth.clientAuthentication[authentication] : undefined;
}

/** Whether an assertion is signed: to get the token, or to prove who asks for it. */
export function signs(authentication: Authentication, signIn: SignInInput): boolean {
  return authentication === "jwtAssertion" || clientOf(authentication, signIn) === "privateKeyJwt";
}

/** Where a secret of the saved tenant is that the form could keep; undefined where it is another one. */
export function heldState(
  tenant: Tenant | undefined,
  authentication: Authentication,
  signIn: SignInInput,
  name: SecretName,
): SecretState | undefined {
  if (!tenant) return undefined;
  const named = tenant.secrets?.find((it) => it.name === name)?.state;
  if (name === "certificate" || name === "certificatePassphrase") {
    return tenant.signIn?.certificate === signIn.certificate ? named : undefined;
  }
  const main = mainSecret(authentication, clientOf(authentication, signIn));
  if (tenant.authentication !== authentication || mainSecretOf(tenant) !== main) return undefined;
  return name === main ? tenant.secret : named;
}

/** Where the secret of a further header is. */
export function heldHeader(
  tenant: Tenant | undefined,
  header: HeaderInput,
): SecretState | undefined {
  const name = headerSecret(header.name);
  return tenant?.secrets?.find((it) => it.name === name)?.state;
}

/** What the secret of a further header is called in a request. */
export function headerSecret(name: string): string {
  return `header:${name.trim().toLowerCase()}`;
}

/** Whether there is something that can be kept. */
export function isHeld(state: SecretState | undefined): boolean {
  return state === "stored" || state === "given";
}

/** A command as one line that is taken apart into the same words again. */
export function commandLine({ program, arguments: rest }: CommandSettings): string {
  return [program, ...rest].map(quoted).join(" ");
}

function quoted(word: string): string {
  if (word !== "" && !/[\s"']/.test(word)) return word;
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

// What stands in the connection form, and the draft that it becomes. Pure.
import type { Authentication } from "../../host/generated/Authentication";
import type { Colour } from "../../host/generated/Colour";
import type { CommandSettings } from "../../host/generated/CommandSettings";
import type { Environment } from "../../host/generated/Environment";
import type { GuardMode } from "../../host/generated/GuardMode";
import type { Tenant } from "../../host/generated/Tenant";
import type { TenantDraft } from "../../host/generated/TenantDraft";
import { tenantLimits, usualColours } from "../../host/generated/tenantRules";
import { guardOfNew } from "../guard/guardWords";
import { signInDraft } from "./signInDraft";
import type { SignInInput } from "./signInInput";
import { clientOf, isGrant, signInInputOf } from "./signInInput";
import type { TransportInput } from "./transportInput";
import {
  originOf,
  proxyPasswordChange,
  transportFaults,
  transportInputOf,
  transportOf,
} from "./transportInput";

export interface ConnectionInput {
  name: string;
  environment: Environment;
  colour: Colour;
  /** How a new tenant is to be guarded; that of a saved one is changed by itself. */
  guard?: GuardMode;
  baseUrl: string;
  authentication: Authentication;
  userName: string;
  /** What belongs to the ways to sign in, those that are not chosen among them. */
  signIn: SignInInput;
  transport: TransportInput;
  askEachTime: boolean;
  connectSeconds: string;
  totalSeconds: string;
}

export const colours: readonly Colour[] = [
  "red",
  "orange",
  "amber",
  "green",
  "teal",
  "blue",
  "violet",
  "pink",
  "grey",
];

export function inputOf(tenant: Tenant | undefined): ConnectionInput {
  if (!tenant) return FRESH;
  return {
    name: tenant.name,
    environment: tenant.environment,
    colour: tenant.colour,
    baseUrl: tenant.baseUrl,
    authentication: tenant.authentication,
    userName: tenant.userName ?? "",
    signIn: signInInputOf(tenant),
    transport: transportInputOf(tenant),
    askEachTime: tenant.askEachTime,
    connectSeconds: String(tenant.connectSeconds),
    totalSeconds: String(tenant.totalSeconds),
  };
}

/** What a pasted URL is for nobody knows: until somebody says otherwise it is guarded as production is. */
const FRESH: ConnectionInput = {
  name: "",
  environment: "production",
  colour: usualColours.production,
  baseUrl: "",
  authentication: "bearer",
  userName: "",
  signIn: signInInputOf(undefined),
  transport: transportInputOf(undefined),
  askEachTime: false,
  connectSeconds: "10",
  totalSeconds: "60",
};

/** Whether two forms hold the same. */
export function isSame(one: ConnectionInput, other: ConnectionInput): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Another way to sign in; what was typed for the one before stays with the form. */
export function withAuthentication(
  input: ConnectionInput,
  authentication: Authentication,
): ConnectionInput {
  if (!isGrant(authentication)) return { ...input, authentication };
  const oauth = { ...input.signIn.oauth, grant: authentication };
  return { ...input, authentication, signIn: { ...input.signIn, oauth } };
}

/** Another environment; its usual colour comes along if the colour was the usual one. */
export function withEnvironment(input: ConnectionInput, environment: Environment): ConnectionInput {
  const colour =
    input.colour === usualColours[input.environment] ? usualColours[environment] : input.colour;
  return { ...input, environment, colour };
}

/** What is wrong with the form before anything is asked of the backend, by field. */
export type InputFaults = Partial<Record<string, string>>;

export function faultsOf(input: ConnectionInput): InputFaults {
  const faults: InputFaults = {};
  if (input.baseUrl.trim() === "") faults.baseUrl = "Where the server is: its base URL.";
  const { connectSeconds, totalSeconds } = tenantLimits;
  if (!isWithin(input.connectSeconds, connectSeconds)) {
    faults.connectSeconds = `1 to ${connectSeconds} seconds to connect.`;
  }
  if (!isWithin(input.totalSeconds, totalSeconds)) {
    faults.totalSeconds = `1 to ${totalSeconds} seconds for an answer.`;
  }
  return { ...faults, ...signInFaults(input), ...transportFaults(input) };
}

function signInFaults(input: ConnectionInput): InputFaults {
  const { authentication, signIn, userName } = input;
  const { oauth } = signIn;
  const faults: InputFaults = {};
  const needs = (field: string, text: string, said: string) => {
    if (text.trim() === "") faults[field] = said;
  };
  if (authentication === "basic") {
    needs("userName", userName, "The user name that belongs to the password.");
  }
  if (authentication === "apiKey") {
    needs("apiKeyHeader", signIn.apiKeyHeader, "The name of the header that the key is sent in.");
  }
  if (authentication === "command") {
    needs("command", signIn.command, "The program that prints a token, with its arguments.");
  }
  if (!isGrant(authentication)) return faults;
  needs("tokenEndpoint", oauth.tokenEndpoint, "Where a token is asked for: the token URL.");
  if (authentication === "authorizationCode") {
    const said = "Where the browser is sent: the authorization URL.";
    needs("authorizationEndpoint", oauth.authorizationEndpoint, said);
  }
  if (authentication !== "jwtAssertion" || clientOf(authentication, signIn) !== "none") {
    needs("clientId", oauth.clientId, "The client id that the provider issued.");
  }
  return faults;
}

/** `command` is what the command line was taken apart into. */
export function draftOf(
  input: ConnectionInput,
  tenant: Tenant | undefined,
  keychainAvailable: boolean,
  command?: CommandSettings,
): TenantDraft {
  const {
    signIn,
    secret,
    secrets: ofSignIn,
  } = signInDraft(input.authentication, input.signIn, command);
  const secrets = [...ofSignIn, ...proxyPasswordChange(input, tenant)];
  const brings =
    signIn.oauth?.keepSignedIn === true ||
    [secret, ...secrets.map((it) => it.change)].some((it) => it.kind === "replace");
  return {
    ...(tenant ? { id: tenant.id } : {}),
    name: input.name.trim(),
    environment: input.environment,
    colour: input.colour,
    ...(tenant ? {} : { guard: guardOfNew(input.guard, input.environment) }),
    baseUrl: input.baseUrl,
    authentication: input.authentication,
    ...(input.authentication === "basic" ? { userName: input.userName.trim() } : {}),
    ...(Object.keys(signIn).length > 0 ? { signIn } : {}),
    transport: transportOf(input),
    secret,
    ...(secrets.length > 0 ? { secrets } : {}),
    askEachTime: input.askEachTime || (!keychainAvailable && brings),
    connectSeconds: Number(input.connectSeconds),
    totalSeconds: Number(input.totalSeconds),
  };
}

/** What a connection test depends on: another value makes its outcome old. */
export function wireKey(draft: TenantDraft): string {
  const { baseUrl, authentication, userName, signIn, transport, secret, secrets } = draft;
  return JSON.stringify([
    baseUrl.trim(),
    authentication,
    userName,
    signIn,
    transport,
    secret,
    secrets,
  ]);
}

/** The secrets of a draft, and where a test would send them. */
export function secretsKey({ baseUrl, signIn, transport, secret, secrets }: TenantDraft): string {
  return JSON.stringify([
    originOf(baseUrl),
    originOf(signIn?.oauth?.tokenEndpoint ?? ""),
    transport?.proxy,
    signIn?.command,
    secret,
    secrets,
  ]);
}

function isWithin(text: string, most: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
}

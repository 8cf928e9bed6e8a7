// What stands in the connection form, and the draft that it becomes. Pure.
import type { Authentication } from "../../host/generated/Authentication";
import type { Colour } from "../../host/generated/Colour";
import type { Environment } from "../../host/generated/Environment";
import type { SecretChange } from "../../host/generated/SecretChange";
import type { Tenant } from "../../host/generated/Tenant";
import type { TenantDraft } from "../../host/generated/TenantDraft";

export interface ConnectionInput {
  name: string;
  environment: Environment;
  colour: Colour;
  baseUrl: string;
  authentication: Authentication;
  userName: string;
  /** What was typed; never what is stored. */
  token: string;
  password: string;
  /** Keep what is stored, put what was typed in its place, or forget it. */
  secret: "keep" | "replace" | "forget";
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

/** Production is red unless somebody chose otherwise. */
const usualColours: Record<Environment, Colour> = {
  production: "red",
  staging: "amber",
  test: "teal",
  sandbox: "green",
};

export function inputOf(tenant: Tenant | undefined): ConnectionInput {
  if (!tenant) return FRESH;
  return {
    name: tenant.name,
    environment: tenant.environment,
    colour: tenant.colour,
    baseUrl: tenant.baseUrl,
    authentication: tenant.authentication,
    userName: tenant.userName ?? "",
    token: "",
    password: "",
    secret: hasSecret(tenant) ? "keep" : "replace",
    askEachTime: tenant.askEachTime,
    connectSeconds: String(tenant.connectSeconds),
    totalSeconds: String(tenant.totalSeconds),
  };
}

const FRESH: ConnectionInput = {
  name: "",
  environment: "test",
  colour: usualColours.test,
  baseUrl: "",
  authentication: "bearer",
  userName: "",
  token: "",
  password: "",
  secret: "replace",
  askEachTime: false,
  connectSeconds: "10",
  totalSeconds: "60",
};

/** Whether two forms hold the same. */
export function isSame(one: ConnectionInput, other: ConnectionInput): boolean {
  return (Object.keys(one) as (keyof ConnectionInput)[]).every((key) => one[key] === other[key]);
}

/** Whether there is a secret that can be kept: in the keychain, or given for this run. */
export function hasSecret(tenant: Tenant | undefined): boolean {
  return tenant?.secret === "stored" || tenant?.secret === "given";
}

/** Whether the secret at hand is one for the way to sign in that the form has. */
export function canKeepSecret(tenant: Tenant | undefined, input: ConnectionInput): boolean {
  return hasSecret(tenant) && tenant?.authentication === input.authentication;
}

/** Another way to sign in; what is kept for the one before is none for it. */
export function withAuthentication(
  input: ConnectionInput,
  authentication: Authentication,
  tenant: Tenant | undefined,
): ConnectionInput {
  const next = { ...input, authentication };
  const keeps = canKeepSecret(tenant, next) && typedSecret(next) === "";
  return { ...next, secret: keeps ? "keep" : "replace" };
}

/** What was typed as the secret of the way to sign in that is chosen. */
export function typedSecret(input: ConnectionInput): string {
  return input.authentication === "basic" ? input.password : input.token;
}

/** Another environment; its usual colour comes along if the colour was the usual one. */
export function withEnvironment(input: ConnectionInput, environment: Environment): ConnectionInput {
  const colour =
    input.colour === usualColours[input.environment] ? usualColours[environment] : input.colour;
  return { ...input, environment, colour };
}

/** What is wrong with the form before anything is asked of the backend. */
export interface InputFaults {
  baseUrl?: string;
  userName?: string;
  connectSeconds?: string;
  totalSeconds?: string;
}

export function faultsOf(input: ConnectionInput): InputFaults {
  const faults: InputFaults = {};
  if (input.baseUrl.trim() === "") faults.baseUrl = "Where the server is: its base URL.";
  if (input.authentication === "basic" && input.userName.trim() === "") {
    faults.userName = "The user name that belongs to the password.";
  }
  if (!isWithin(input.connectSeconds, 120)) faults.connectSeconds = "1 to 120 seconds to connect.";
  if (!isWithin(input.totalSeconds, 600)) faults.totalSeconds = "1 to 600 seconds for an answer.";
  return faults;
}

export function draftOf(
  input: ConnectionInput,
  tenant: Tenant | undefined,
  keychainAvailable: boolean,
): TenantDraft {
  const secret = secretChange(input, tenant);
  return {
    ...(tenant ? { id: tenant.id } : {}),
    name: input.name.trim(),
    environment: input.environment,
    colour: input.colour,
    baseUrl: input.baseUrl,
    authentication: input.authentication,
    ...(input.authentication === "basic" ? { userName: input.userName.trim() } : {}),
    secret,
    askEachTime: input.askEachTime || (!keychainAvailable && secret.kind === "replace"),
    connectSeconds: Number(input.connectSeconds),
    totalSeconds: Number(input.totalSeconds),
  };
}

/** What a connection test depends on: another value makes its outcome old. */
export function wireKey(draft: TenantDraft): string {
  const { baseUrl, authentication, userName, secret } = draft;
  return JSON.stringify([baseUrl.trim(), authentication, userName, secret]);
}

function secretChange(input: ConnectionInput, tenant: Tenant | undefined): SecretChange {
  if (input.authentication === "none") return { kind: hasSecret(tenant) ? "forget" : "keep" };
  if (input.secret === "forget") return { kind: "forget" };
  const typed = typedSecret(input);
  if (input.secret === "keep" || typed === "") return { kind: "keep" };
  return { kind: "replace", value: typed };
}

function isWithin(text: string, most: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
}

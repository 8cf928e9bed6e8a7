// A connection form that is not saved, as it is kept over a restart: what a person typed, without anything that is a secret
// or may be one. What is not on this list is not kept. Pure.
import type { Tenant } from "../../host/generated/Tenant";
import { recordOf } from "../../state/left";
import type { ConnectionInput } from "./connectionInput";
import { colours, inputOf, isSame } from "./connectionInput";
import type { OAuthInput } from "./signInInput";

const ENVIRONMENTS = ["production", "staging", "test", "development"] as const;
const AUTHENTICATIONS = [
  "none",
  "bearer",
  "basic",
  "apiKey",
  "clientCredentials",
  "authorizationCode",
  "refreshToken",
  "jwtAssertion",
  "command",
] as const;
const GUARDS = ["readOnly", "confirm", "free"] as const;
const TEXTS = ["name", "userName", "connectSeconds", "totalSeconds"] as const;
const OAUTH_TEXTS = ["clientId", "scopes", "audience", "resource"] as const;
const OAUTH_URLS = ["tokenEndpoint", "authorizationEndpoint", "redirectUri"] as const;

/** What is kept of a form; "" where it holds nothing that is kept beyond what is saved. */
export function keptForm(input: ConnectionInput, tenant: Tenant | undefined): string {
  const { oauth, apiKeyHeader } = input.signIn;
  const kept = JSON.stringify({
    name: input.name,
    environment: input.environment,
    colour: input.colour,
    guard: input.guard,
    baseUrl: bareUrl(input.baseUrl),
    authentication: input.authentication,
    userName: input.userName,
    askEachTime: input.askEachTime,
    connectSeconds: input.connectSeconds,
    totalSeconds: input.totalSeconds,
    apiKeyHeader,
    oauth: {
      ...picked(oauth, OAUTH_TEXTS),
      ...Object.fromEntries(OAUTH_URLS.map((name) => [name, bareUrl(oauth[name])])),
    },
  });
  const found = formOf(kept, tenant);
  return found && !isSame(found, inputOf(tenant)) ? kept : "";
}

/** The form that an earlier run kept; undefined where it kept none. */
export function formOf(text: string | undefined, tenant: Tenant | undefined) {
  if (text === undefined || text === "") return undefined;
  const kept = recordOf(text);
  const oauth = recordOf(JSON.stringify(kept.oauth ?? {}));
  const saved = inputOf(tenant);
  const { environment, colour, guard, authentication, askEachTime, apiKeyHeader } = kept;
  const chosenGuard = oneOf(GUARDS, guard);
  const form: ConnectionInput = {
    ...saved,
    ...texts(kept, TEXTS),
    ...texts(kept, ["baseUrl"]),
    environment: oneOf(ENVIRONMENTS, environment) ?? saved.environment,
    colour: oneOf(colours, colour) ?? saved.colour,
    ...(chosenGuard && !tenant ? { guard: chosenGuard } : {}),
    authentication: oneOf(AUTHENTICATIONS, authentication) ?? saved.authentication,
    askEachTime: typeof askEachTime === "boolean" ? askEachTime : saved.askEachTime,
    signIn: {
      ...saved.signIn,
      ...(typeof apiKeyHeader === "string" ? { apiKeyHeader } : {}),
      oauth: {
        ...saved.signIn.oauth,
        ...texts(oauth, OAUTH_TEXTS),
        ...texts(oauth, OAUTH_URLS),
      },
    },
  };
  return form;
}

/** A URL as far as it names a place: what stands behind the path may be a secret, and one that signs in has one. */
export function bareUrl(text: string): string {
  const [place = ""] = text.trim().split(/[?#]/);
  return place.includes("@") ? "" : place;
}

function picked<N extends keyof OAuthInput>(from: OAuthInput, names: readonly N[]) {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

function texts<N extends string>(
  from: Record<string, unknown>,
  names: readonly N[],
): Partial<Record<N, string>> {
  const found = names.filter((name) => typeof from[name] === "string");
  return Object.fromEntries(found.map((name) => [name, from[name]])) as Partial<Record<N, string>>;
}

function oneOf<T extends string>(all: readonly T[], value: unknown): T | undefined {
  return all.find((it) => it === value);
}

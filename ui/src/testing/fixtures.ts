// Small examples of what the backend answers, for tests and for looking at screens.
import type { AppStarted } from "../host/generated/AppStarted";
import type { ExchangeSummary } from "../host/generated/ExchangeSummary";
import type { GuardState } from "../host/generated/GuardState";
import type { GuardUnlocked } from "../host/generated/GuardUnlocked";
import type { Pacing } from "../host/generated/Pacing";
import type { ReadBack } from "../host/generated/ReadBack";
import type { ReadBackPrepared } from "../host/generated/ReadBackPrepared";
import type { ResourceTypeSummary } from "../host/generated/ResourceTypeSummary";
import type { Storage } from "../host/generated/Storage";
import type { Tenant } from "../host/generated/Tenant";
import type { TenantOpened } from "../host/generated/TenantOpened";
import type { TenantToken } from "../host/generated/TenantToken";
import type { UiError } from "../host/generated/UiError";
import type { Wait } from "../host/generated/Wait";

export function aStorage(changed: Partial<Storage> = {}): Storage {
  return {
    state: "open",
    title: "Open",
    detail: "",
    hints: [],
    keychainName: "GNOME Keyring",
    keychainAvailable: true,
    path: "/data/scimscope.db",
    passphrase: "none",
    keychainProblem: null,
    databaseExists: true,
    copiesLeft: false,
    ...changed,
  };
}

/** Nobody answers for secrets, and there was never a database. */
export function aStorageWithoutKeychain(changed: Partial<Storage> = {}): Storage {
  return aStorage({
    state: "memory",
    title: "The keychain cannot be used",
    detail:
      "The name org.freedesktop.secrets is not taken. Tenants and history are kept in memory until Scimscope closes; nothing is written to disk.",
    hints: ["Start GNOME Keyring, KWallet or KeePassXC, then look again."],
    keychainName: "the Secret Service (GNOME Keyring, KWallet or KeePassXC)",
    keychainAvailable: false,
    keychainProblem: {
      asked: "org.freedesktop.secrets on the session bus",
      said: "ServiceUnknown: not provided by any .service files",
      cause: "No GNOME Keyring, KWallet or KeePassXC is running.",
      remedy: "Start one of them, then look again.",
    },
    databaseExists: false,
    ...changed,
  });
}

/** An encrypted file is there; it waits for its passphrase. */
export function aLockedStorage(changed: Partial<Storage> = {}): Storage {
  return aStorage({
    state: "locked",
    title: "The history on this computer is locked",
    detail: "Its key is in a file that a passphrase opens. Until then everything is in memory.",
    hints: ["Unlock it with the passphrase."],
    keychainName: "the encrypted file",
    keychainAvailable: false,
    passphrase: "locked",
    ...changed,
  });
}

export function aTenant(changed: Partial<Tenant> = {}): Tenant {
  return {
    id: "t1",
    name: "Aurelia Bank",
    environment: "production",
    colour: "red",
    group: "",
    baseUrl: "https://scim.aurelia-bank.eu/scim/v2",
    host: "scim.aurelia-bank.eu",
    authentication: "bearer",
    secret: "stored",
    askEachTime: false,
    connectSeconds: 10,
    totalSeconds: 60,
    guard: "readOnly",
    lastOpenedAt: "2026-10-15T07:41:09Z",
    ...changed,
  };
}

/** A token of which nothing is known. */
export function aToken(changed: Partial<TenantToken> = {}): TenantToken {
  return { scopes: [], renews: false, notices: [], ...changed };
}

/** A tenant whose client gets its tokens by its secret. */
export function anOAuthTenant(changed: Partial<Tenant> = {}): Tenant {
  return aTenant({
    authentication: "clientCredentials",
    signIn: {
      oauth: {
        tokenEndpoint: "https://login.aurelia-bank.eu/oauth2/v1/token",
        clientId: "scimscope-support",
        clientAuthentication: "header",
        scopes: ["scim.read", "scim.write"],
        audience: "api://aurelia-hr",
        parameters: [],
        keepSignedIn: false,
      },
    },
    ...changed,
  });
}

/** A tenant that a person signs in to with the browser. */
export function aBrowserTenant(changed: Partial<Tenant> = {}): Tenant {
  return aTenant({
    authentication: "authorizationCode",
    secret: "notNeeded",
    signIn: {
      oauth: {
        tokenEndpoint: "https://login.aurelia-bank.eu/oauth2/v1/token",
        authorizationEndpoint: "https://login.aurelia-bank.eu/oauth2/v1/authorize",
        clientId: "scimscope-desktop",
        clientAuthentication: "none",
        scopes: ["scim.read", "offline_access"],
        parameters: [],
        keepSignedIn: true,
      },
    },
    ...changed,
  });
}

export const sandboxTenant: Tenant = aTenant({
  id: "sandbox",
  name: "Sandbox",
  environment: "sandbox",
  guard: "free",
  colour: "green",
  baseUrl: "http://127.0.0.1:7643/scim/v2",
  host: "127.0.0.1:7643",
  secret: "given",
});

export const stagingTenant: Tenant = aTenant({
  id: "t2",
  name: "Meridian Labs",
  environment: "staging",
  guard: "confirm",
  colour: "amber",
  baseUrl: "https://scim.meridian.example/scim/v2",
  host: "scim.meridian.example",
  secret: "askEachTime",
  askEachTime: true,
});

export function appStarted(changed: Partial<AppStarted> = {}): AppStarted {
  return {
    version: "0.1.0",
    window: "main",
    storage: aStorage(),
    tenants: [aTenant(), stagingTenant],
    sandbox: sandboxTenant,
    sandboxContents: { users: 5000, groups: 212, devices: 40 },
    ...changed,
  };
}

export function aGuard(changed: Partial<GuardState> = {}): GuardState {
  return { tenantId: "t1", mode: "readOnly", ...changed };
}

/** As long as the backend unlocks a tenant, from now on. */
export function unlockedNow(): GuardUnlocked {
  const leftSeconds = 15 * 60;
  const until = new Date(Date.now() + leftSeconds * 1000).toISOString();
  return { window: "main", until, leftSeconds };
}

export function aPause(changed: Partial<Wait> = {}): Pacing {
  const wait: Wait = {
    reason: "tooManyRequests",
    until: new Date(Date.now() + 21_000).toISOString(),
    isWrite: false,
    wasSent: true,
    repeatsLeft: 2,
    waitLeftSeconds: 54,
    ...changed,
  };
  return { tenantId: "t1", wait, waiting: 2 };
}

export function aResourceType(name: string, plural = `${name}s`): ResourceTypeSummary {
  return {
    name,
    plural,
    endpoint: `/${plural}`,
    schema: `urn:ietf:params:scim:schemas:core:2.0:${name}`,
    extensions: [],
  };
}

export function tenantOpened(tenantId: string, changed: Partial<TenantOpened> = {}): TenantOpened {
  const known = [sandboxTenant, aTenant(), stagingTenant].find((it) => it.id === tenantId);
  return {
    tenant: known ?? aTenant({ id: tenantId }),
    resourceTypes: [aResourceType("User"), aResourceType("Group"), aResourceType("Device")],
    capabilities: {
      patch: "no",
      bulk: "no",
      filter: "no",
      sort: "yes",
      etag: "yes",
      changePassword: "unsaid",
    },
    discovery: ["ServiceProviderConfig", "ResourceTypes", "Schemas"].map((endpoint) => ({
      endpoint,
      source: "server",
      findings: [],
    })),
    ...changed,
  };
}

export function anExchange(changed: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: "e1",
    tenantId: "sandbox",
    askedBy: "Directory",
    startedAt: "2026-10-15T07:41:09Z",
    method: "GET",
    url: "http://127.0.0.1:7643/scim/v2/Users?startIndex=1&count=100",
    path: "/Users?startIndex=1&count=100",
    status: 200,
    accepted: false,
    outcomeUnknown: false,
    ms: 84,
    sizeBytes: 31_204,
    ...changed,
  };
}

/** A write whose answer never came. */
export function anUnknownWrite(changed: Partial<ExchangeSummary> = {}): ExchangeSummary {
  const write = anExchange({
    id: "w1",
    method: "PATCH",
    url: "https://scim.aurelia-bank.eu/v2/Users/7",
    path: "/Users/7",
    failure: "scim.aurelia-bank.eu sent no byte in 30 s",
    outcomeUnknown: true,
    sizeBytes: 0,
  });
  delete write.status;
  return { ...write, ...changed };
}

export function aReadBack(changed: Partial<ReadBack> = {}): ReadBack {
  return {
    at: "2026-10-15T07:44:30Z",
    verdict: "there",
    words: "The resource is as the request sets it.",
    exchange: "r1",
    ...changed,
  };
}

export function readBackOffered(changed: { opensTenant?: boolean } = {}): ReadBackPrepared {
  return {
    kind: "offered",
    method: "GET",
    url: "https://scim.aurelia-bank.eu/v2/Users/7",
    opensTenant: false,
    ...changed,
  };
}

export function anError(changed: Partial<UiError> = {}): UiError {
  return {
    code: "unreachable",
    title: "Cannot reach scim.aurelia-bank.eu",
    detail: "The name was looked up and the system knows no address for it.",
    hints: ["Check the host in the base URL.", "Check that this computer is online."],
    ...changed,
  };
}

// What the fake host of dev.html answers.
import type { Storage } from "../host/generated/Storage";
import type { TenantTested } from "../host/generated/TenantTested";
import { signInAnswers, tenantsThatSignIn } from "./devSignIn";
import { directoryAnswers } from "./fakeDirectory";
import type { Answers } from "./fakeHost";
import { failing, never } from "./fakeHost";
import { guardAnswers } from "./fakeGuard";
import { aChain } from "./fixtureChain";
import {
  aLockedStorage,
  anError,
  aPause,
  appStarted,
  aStorage,
  aStorageWithoutKeychain,
  tenantOpened,
} from "./fixtures";

const storages: Record<string, Storage> = {
  memory: aStorageWithoutKeychain(),
  locked: aLockedStorage(),
  file: aStorage({ keychainName: "the encrypted file", passphrase: "open" }),
  damaged: aStorage({
    state: "damaged",
    title: "The history file is damaged",
    detail: "/data/scimscope.db: page 3 does not check out.",
    hints: ["Restore the file from a backup, or start over."],
  }),
};

export function devAnswers(asked: URLSearchParams): Answers {
  const storage = storages[asked.get("storage") ?? "open"] ?? aStorage();
  const openTenant = asked.get("tenant");
  const opening = asked.get("opening");
  return {
    app_start: () => ({
      ...appStarted({ storage, tenants: tenantsThatSignIn(asked) }),
      ...(openTenant ? { openTenant } : {}),
    }),
    tenant_list: () => tenantsThatSignIn(asked),
    tenant_open: ({ tenantId }) => {
      const tenant = tenantsThatSignIn(asked).find((it) => it.id === tenantId);
      return tenantOpened(tenantId, tenant ? { tenant } : {});
    },
    ...(opening === "never" ? { tenant_open: never } : {}),
    ...(opening === "fails"
      ? { tenant_open: failing(anError({ said: "failed to lookup address information" })) }
      : {}),
    ...(opening === "secret"
      ? {
          tenant_open: failing(
            anError({
              code: "secretNeeded",
              title: "The token is needed",
              detail: "This tenant's token is asked for once each run.",
              hints: ["Paste it; it is kept in memory until you quit."],
            }),
          ),
        }
      : {}),
    storage_retry: () => storage,
    ...guardAnswers(),
    ...(asked.get("pause") === null
      ? {}
      : { pacing_read: ({ tenantId }) => ({ ...aPause(), tenantId }) }),
    tenant_test: testing,
    ...signInAnswers(asked),
    ...directoryAnswers(),
  };
}

async function testing(
  _: unknown,
  { emit }: { emit: (event: TenantTested) => void },
): Promise<TenantTested> {
  for (const shown of [1, 3, 4]) {
    emit({ ...tested, steps: stepsUpTo(shown) });
    await new Promise((done) => setTimeout(done, 300));
  }
  return tested;
}

function stepsUpTo(running: number): TenantTested["steps"] {
  return tested.steps.map((step, index) => {
    if (index < running) return step;
    const { name } = step;
    return index === running
      ? { name, state: "running", detail: "" }
      : { name, state: "waiting", detail: "" };
  });
}

const tested: TenantTested = {
  stoppedAt: "Sign-in",
  ms: 641,
  requests: 3,
  tokenRequests: 0,
  steps: [
    { name: "DNS", state: "ok", ms: 9, detail: "scim.aurelia-bank.eu is 185.60.112.40" },
    { name: "TCP", state: "ok", ms: 21, detail: "185.60.112.40 port 443, direct" },
    {
      name: "TLS",
      state: "warning",
      ms: 43,
      detail: "TLS 1.3, trusted by Example Root (your own), ends in 12 days",
      chain: aChain(),
    },
    { name: "HTTP", state: "ok", ms: 38, detail: "HTTP/2, server nginx" },
    {
      name: "Sign-in",
      state: "failed",
      ms: 187,
      detail: "GET /ResourceTypes with the token",
      problem: {
        said: '401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token"',
        cause: "The server does not know this token, or it has ended.",
        remedy: "Make a new token in the vendor's admin page and paste it.",
        field: "token",
      },
    },
    { name: "ServiceProviderConfig", state: "ok", ms: 64, detail: "200, readable without sign-in" },
    { name: "ResourceTypes", state: "skipped", detail: "Waits for sign-in" },
    { name: "Schemas", state: "skipped", detail: "Waits for sign-in" },
  ],
};

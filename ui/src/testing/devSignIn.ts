// What the fake host of dev.html answers around signing in: dev.html?auth=browser&token=soon&browser=waits
import type { CertificateFacts } from "../host/generated/CertificateFacts";
import type { SecretLooked } from "../host/generated/SecretLooked";
import type { SignInWaiting } from "../host/generated/SignInWaiting";
import type { Tenant } from "../host/generated/Tenant";
import type { TenantToken } from "../host/generated/TenantToken";
import type { TokenFacts } from "../host/generated/TokenFacts";
import type { Answers } from "./fakeHost";
import { failing, never } from "./fakeHost";
import {
  aBrowserTenant,
  anError,
  anOAuthTenant,
  appStarted,
  aTenant,
  aToken,
  stagingTenant,
} from "./fixtures";

const certificateTenant = aTenant({
  authentication: "apiKey",
  signIn: {
    apiKeyHeader: "X-Aurelia-Key",
    headers: [{ name: "X-Tenant", value: "aurelia" }, { name: "X-Proxy-Key" }],
    certificate: "pkcs12",
  },
  secrets: [
    { name: "certificate", state: "stored", needed: true },
    { name: "certificatePassphrase", state: "stored", needed: false },
    { name: "header:x-proxy-key", state: "stored", needed: true },
  ],
});

const commandTenant = aTenant({
  authentication: "command",
  secret: "notNeeded",
  signIn: {
    command: {
      program: "az",
      arguments: ["account", "get-access-token", "--resource", "api://aurelia scim"],
    },
  },
});

const assertionTenant = anOAuthTenant({
  authentication: "jwtAssertion",
  signIn: {
    oauth: {
      tokenEndpoint: "https://login.aurelia-bank.eu/oauth2/v1/token",
      clientId: "scimscope-support",
      clientAuthentication: "none",
      scopes: ["scim.read"],
      parameters: [{ name: "requested_token_use", value: "on_behalf_of" }],
      assertion: { algorithm: "ES256", keyId: "2026-10", subject: "svc-scim@aurelia-bank.eu" },
      keepSignedIn: false,
    },
  },
});

const networkTenant = aTenant({
  transport: {
    proxy: { kind: "explicit", url: "socks5h://proxy.aurelia-bank.eu:1080", userName: "scimscope" },
    addresses: "ipv4",
    authorities: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    unverified: true,
    plainHttp: false,
  },
  secrets: [{ name: "proxyPassword", state: "stored", needed: true }],
});

const tenants: Record<string, Tenant> = {
  oauth: anOAuthTenant(),
  browser: aBrowserTenant(),
  certificate: certificateTenant,
  command: commandTenant,
  assertion: assertionTenant,
  network: networkTenant,
};

export function tenantsThatSignIn(asked: URLSearchParams): Tenant[] {
  const chosen = tenants[asked.get("auth") ?? ""];
  return chosen ? [chosen, stagingTenant] : appStarted().tenants;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function from(now: number, ms: number): string {
  return new Date(now + ms).toISOString();
}

function facts(now: number, left: number): TokenFacts {
  return {
    issuer: "https://login.aurelia-bank.eu/",
    subject: "scimscope-support",
    audience: ["api://aurelia-hr"],
    scopes: ["scim.read", "scim.write"],
    algorithm: "RS256",
    issuedAt: from(now, -18 * MINUTE),
    expiresAt: from(now, left),
  };
}

function certificate(now: number): CertificateFacts {
  return {
    subject: "CN=scimscope-support, O=Aurelia Bank SA, C=LU",
    issuer: "CN=Aurelia Issuing CA 3, O=Aurelia Bank SA, C=LU",
    validFrom: from(now, -353 * DAY),
    validTo: from(now, 12 * DAY),
    chainLength: 2,
  };
}

function tokens(asked: URLSearchParams): TenantToken {
  const now = Date.now();
  const fetched = {
    jwt: facts(now, 42 * MINUTE),
    obtainedAt: from(now, -18 * MINUTE),
    expiresAt: from(now, 42 * MINUTE),
    scopes: ["scim.read", "scim.write"],
  };
  const ofCertificate = asked.get("auth") === "certificate" && { certificate: certificate(now) };
  switch (asked.get("token")) {
    case "renews":
      return aToken({ ...fetched, ...ofCertificate, renews: true });
    case "soon":
      return aToken({
        jwt: facts(now, 3 * DAY + MINUTE),
        expiresAt: from(now, 3 * DAY + MINUTE),
        notices: [
          {
            isUnusable: false,
            title: "The token expires in 3 days",
            detail: "It ends on 1 December 2026, 15:52 UTC. After that the server will refuse it.",
            hint: "Get a new token from the provider, and replace this one.",
          },
        ],
      });
    case "over":
      return aToken({
        ...fetched,
        jwt: facts(now, -2 * MINUTE),
        expiresAt: from(now, -2 * MINUTE),
        notices: [
          {
            isUnusable: true,
            title: "The token has expired",
            detail: "It ended 2 minutes ago. The server will refuse it.",
            hint: "Get a new token from the provider, and replace this one.",
          },
        ],
      });
    default:
      return aToken({ ...ofCertificate });
  }
}

/** Sees a scheme and quotes, and reads any text with two dots as a JWT. */
function looked(kind: string, value: string): SecretLooked {
  const isOdd = /^["']|^bearer /i.test(value);
  const now = Date.now();
  return {
    oddities: isOdd ? ["quotes", "scheme"] : [],
    ...(isOdd
      ? {
          notice: "What was pasted has quotes and a scheme such as Bearer.",
          left: "As it stands it is used with that.",
        }
      : {}),
    ...(kind === "token" && value.split(".").length === 3
      ? {
          jwt: facts(now, 3 * DAY),
          expiry: {
            isUnusable: false,
            title: "The token expires in 3 days",
            detail: "It ends on 1 December 2026, 15:52 UTC. After that the server will refuse it.",
            hint: "Get a new token from the provider, and replace this one.",
          },
        }
      : {}),
  };
}

/** What both commands that sign in have. */
interface SignInTools {
  emit: (event: SignInWaiting) => void;
  signal: AbortSignal | undefined;
}

export function signInAnswers(asked: URLSearchParams): Answers {
  const waits = (request: unknown, tools: SignInTools) => {
    tools.emit({
      url: "https://login.aurelia-bank.eu/oauth2/v1/authorize?response_type=code&state=k3",
      seconds: 300,
      ...(asked.get("browser") === "closed"
        ? { notOpened: "No browser is set for links of this kind." }
        : {}),
    });
    return never(request, tools);
  };
  const refused = failing(
    anError({
      code: "signInNeeded",
      title: "The sign-in did not work",
      detail: "The provider said no: access_denied.",
      said: "access_denied: The resource owner denied the request",
      hints: [
        "Sign in again.",
        "Check client id, scopes and redirect URI against what is registered with the provider.",
      ],
      field: "authentication",
    }),
  );
  const done = () => tokens(new URLSearchParams("token=renews"));
  const signingIn = { waits, closed: waits, refused }[asked.get("browser") ?? ""] ?? done;
  return {
    secret_look: ({ kind, value }) => looked(kind, value),
    certificate_look: () => ({
      certificate: certificate(Date.now()),
      expiry: {
        isUnusable: false,
        title: "The certificate expires in 12 days",
        detail: "It ends on 10 December 2026, 15:52 UTC. After that the server will refuse it.",
        hint: "Get a new certificate from the provider, and replace this one.",
      },
    }),
    authorities_look: () => {
      const root = { ...certificate(Date.now()), chainLength: 1 };
      const old = { ...root, subject: root.issuer, validTo: from(Date.now(), -3 * DAY) };
      return { certificates: [root, old] };
    },
    tenant_token: () => tokens(asked),
    tenant_sign_in: (request, tools) => signingIn(request, tools),
    draft_sign_in: (request, tools) => signingIn(request, tools),
    ...(asked.get("opening") === "signIn"
      ? {
          tenant_open: failing(
            anError({
              code: "signInNeeded",
              title: "Nobody has signed in yet",
              detail:
                "This tenant is used with a sign-in in the browser, and none was done in this run.",
              hints: ["Sign in with the browser."],
              field: "authentication",
            }),
          ),
        }
      : {}),
  };
}

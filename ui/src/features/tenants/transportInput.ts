// What the form holds of how a tenant is reached: proxy, addresses, trust; and what becomes of it. Pure.
import type { Addresses } from "../../host/generated/Addresses";
import type { NamedSecretChange } from "../../host/generated/NamedSecretChange";
import type { Proxy } from "../../host/generated/Proxy";
import type { SecretHeld } from "../../host/generated/SecretHeld";
import type { Tenant } from "../../host/generated/Tenant";
import type { Transport } from "../../host/generated/Transport";
import { changeOf } from "./signInDraft";
import type { SignInInput } from "./signInInput";

export type ProxyKind = Proxy["kind"];

export interface TransportInput {
  proxy: ProxyKind;
  proxyUrl: string;
  proxyUserName: string;
  addresses: Addresses;
  /** Certificates of the authorities that are trusted besides the system's, as PEM. */
  authorities: string;
  /** The file that they were read from. */
  authoritiesFile: string;
  /** The origin whose certificates are not verified: for another one it was not chosen. */
  unverifiedFor: string | undefined;
  /** The origin that may be reached over plain http. */
  plainHttpFor: string | undefined;
}

/** As much of the form as decides on it. */
interface TransportForm {
  baseUrl: string;
  transport: TransportInput;
}

const FRESH: TransportInput = {
  proxy: "system",
  proxyUrl: "",
  proxyUserName: "",
  addresses: "any",
  authorities: "",
  authoritiesFile: "",
  unverifiedFor: undefined,
  plainHttpFor: undefined,
};

export function transportInputOf(tenant: Tenant | undefined): TransportInput {
  const saved = tenant?.transport;
  if (!saved) return FRESH;
  const { proxy, addresses, authorities, unverified, plainHttp } = saved;
  const origin = originOf(tenant.baseUrl);
  return {
    ...FRESH,
    proxy: proxy.kind,
    proxyUrl: proxy.kind === "explicit" ? proxy.url : "",
    proxyUserName: proxy.kind === "explicit" ? (proxy.userName ?? "") : "",
    addresses,
    authorities: authorities ?? "",
    unverifiedFor: unverified ? origin : undefined,
    plainHttpFor: plainHttp ? origin : undefined,
  };
}

export function transportOf(form: TransportForm): Transport {
  const { proxy, addresses, authorities } = form.transport;
  return {
    proxy: proxy === "explicit" ? explicitProxy(form.transport) : { kind: proxy },
    addresses,
    ...(authorities.trim() === "" ? {} : { authorities }),
    unverified: isUnverified(form),
    plainHttp: isPlainHttpAllowed(form),
  };
}

function explicitProxy({ proxyUrl, proxyUserName }: TransportInput): Proxy {
  const userName = proxyUserName.trim();
  return {
    kind: "explicit",
    url: proxyUrl.trim(),
    ...(userName === "" ? {} : { userName }),
  };
}

/** Scheme, host and port of what was pasted as a base URL; empty where there is none yet. */
export function originOf(pasted: string): string {
  const text = pasted.trim().replace(/^["'<`]+|["'>`]+$/g, "");
  if (text === "") return "";
  const url = urlOf(/^https?:/i.test(text) ? text : `https://${text.replace(/^\/+/, "")}`);
  return url?.origin ?? "";
}

/** Without TLS there is nothing to verify. */
export function isUnverified({ baseUrl, transport }: TransportForm): boolean {
  return originOf(baseUrl).startsWith("https:") && isFor(transport.unverifiedFor, baseUrl);
}

export function isPlainHttpAllowed({ baseUrl, transport }: TransportForm): boolean {
  return isFor(transport.plainHttpFor, baseUrl);
}

/** Whether what is sent leaves this computer unencrypted: to a server elsewhere, or to a proxy on the way to one here. */
export function travelsInClear(
  { baseUrl, transport }: TransportForm,
  { credentialAllowed }: { credentialAllowed: boolean },
): boolean {
  if (!credentialAllowed) return true;
  if (!originOf(baseUrl).startsWith("http:") || transport.proxy !== "explicit") return false;
  const host = urlOf(transport.proxyUrl.trim())?.hostname ?? "";
  return host !== "" && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(host);
}

function isFor(origin: string | undefined, baseUrl: string): boolean {
  return origin !== undefined && origin !== "" && origin === originOf(baseUrl);
}

/** What a person has set apart from the usual, in a few words each. */
export interface Unusual {
  words: string;
  isDanger: boolean;
}

export function unusualOf(form: TransportForm): Unusual[] {
  const { proxy, addresses, authorities } = form.transport;
  const proxyWords = { system: undefined, none: "no proxy", explicit: "a proxy of its own" }[proxy];
  const addressWords = { any: undefined, ipv4: "IPv4 only", ipv6: "IPv6 only" }[addresses];
  const own = authorities.trim() === "" ? undefined : "own CA certificates";
  const calm = [own, proxyWords, addressWords].filter((it) => it !== undefined);
  return [
    ...(isUnverified(form) ? [{ words: "certificates not verified", isDanger: true }] : []),
    ...calm.map((words) => ({ words, isDanger: false })),
  ];
}

/** The fields that are folded away together. */
export const transportFields = [
  "proxyUrl",
  "proxyUserName",
  "proxyPassword",
  "addresses",
  "authorities",
  "unverified",
] as const;

interface ProxyForm {
  transport: TransportInput;
  signIn: SignInInput;
}

export function transportFaults({
  transport,
  signIn,
}: ProxyForm): Partial<Record<"proxyUrl" | "proxyUserName", string>> {
  const { proxy, proxyUrl, proxyUserName } = transport;
  if (proxy !== "explicit") return {};
  const isNameless = proxyUserName.trim() === "" && signIn.secrets.proxyPassword.typed !== "";
  return {
    ...(proxyUrl.trim() === ""
      ? { proxyUrl: "Where the proxy is, as in http://proxy.example.com:8080." }
      : {}),
    ...(isNameless ? { proxyUserName: "The user name that belongs to the password." } : {}),
  };
}

/** A proxy as it is often handed on, with who signs in to it before its host. */
export interface SplitProxy {
  proxyUrl: string;
  userName: string;
  /** Undefined where only a name stood there. */
  password: string | undefined;
}

/** Takes the credential out of the address of a proxy: a password is not to stand there in clear. */
export function splitProxy(text: string): SplitProxy | undefined {
  const found = /^\s*([a-z0-9+.-]+:\/\/)([^/]*)@([^/@\s]+.*)$/i.exec(text);
  if (!found) return undefined;
  const [, scheme = "", credential = "", rest = ""] = found;
  const colon = credential.indexOf(":");
  return {
    proxyUrl: scheme + rest,
    userName: decoded(colon < 0 ? credential : credential.slice(0, colon)),
    password: colon < 0 ? undefined : decoded(credential.slice(colon + 1)),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The saved password of the proxy, if it is the one of who signs in to which proxy in the form. */
export function heldProxyPassword(
  tenant: Tenant | undefined,
  { proxyUrl, proxyUserName }: TransportInput,
): SecretHeld | undefined {
  const saved = tenant?.transport?.proxy;
  if (saved?.kind !== "explicit" || placeOf(saved.url) !== placeOf(proxyUrl)) return undefined;
  return saved.userName === proxyUserName.trim() ? savedProxyPassword(tenant) : undefined;
}

/** Whether a password is stored that was given for another proxy, or another name: it does not go to this one. */
export function isOtherProxysPassword(
  tenant: Tenant | undefined,
  transport: TransportInput,
): boolean {
  const state = savedProxyPassword(tenant)?.state;
  const isStored = state === "stored" || state === "given";
  return isStored && heldProxyPassword(tenant, transport) === undefined;
}

function savedProxyPassword(tenant: Tenant | undefined): SecretHeld | undefined {
  return tenant?.secrets?.find((it) => it.name === "proxyPassword");
}

/** Scheme, host and port; that of a SOCKS proxy too, which has no origin for a browser. */
function placeOf(proxyUrl: string): string {
  const text = proxyUrl.trim();
  const url = urlOf(text);
  return url ? `${url.protocol}//${url.host}` : text;
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** What is to be done with the password of the proxy; nothing where nobody signs in to one. */
export function proxyPasswordChange(
  { transport, signIn }: ProxyForm,
  tenant: Tenant | undefined,
): NamedSecretChange[] {
  if (transport.proxy !== "explicit" || transport.proxyUserName.trim() === "") return [];
  const name = "proxyPassword";
  const change = changeOf(signIn.secrets[name]);
  if (change.kind !== "keep") return [{ name, change }];
  return isOtherProxysPassword(tenant, transport) ? [{ name, change: { kind: "forget" } }] : [];
}

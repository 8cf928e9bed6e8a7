// Written by `cargo xtask bindings` from the list of commands in Rust. Do not edit.
import type { Colour } from "./Colour";
import type { Environment } from "./Environment";

/** The colour of a tenant of which nothing else is said. */
export const usualColours: Record<Environment, Colour> = {
  production: "red",
  staging: "amber",
  test: "teal",
  development: "blue",
  sandbox: "green",
};

/** The longest time limits, in seconds, and the longest name of a group, in characters. */
export const tenantLimits = {
  connectSeconds: 120,
  totalSeconds: 600,
  group: 80,
};

/** The settings that a failure can be blamed on, by their names in a request. */
export const blamedSettings = [
  "addresses",
  "apiKey",
  "apiKeyHeader",
  "audience",
  "authentication",
  "authorities",
  "authorizationEndpoint",
  "baseUrl",
  "certificate",
  "clientId",
  "clientSecret",
  "command",
  "headers",
  "password",
  "privateKey",
  "proxyPassword",
  "proxyUrl",
  "proxyUserName",
  "redirectUri",
  "refreshToken",
  "scopes",
  "token",
  "tokenEndpoint",
  "unverified",
  "userName",
] as const;
export type BlamedSetting = (typeof blamedSettings)[number];

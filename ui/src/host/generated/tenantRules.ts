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

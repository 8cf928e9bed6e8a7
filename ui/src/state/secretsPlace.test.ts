// Where secrets are kept, what is offered in its place, and when a file or a new start is possible.
import { expect, test } from "vitest";

import { aLockedStorage, aStorage, aStorageWithoutKeychain } from "../testing/fixtures";
import { canMakeFile, canStartOver, offeredPlaces, secretsPlace } from "./secretsPlace";

test.each([
  ["a keychain", aStorage(), "keychain", ["keychain", "file"]],
  ["no keychain", aStorageWithoutKeychain(), "ask", ["ask", "file"]],
  ["an unlocked file", aStorage({ passphrase: "open" }), "file", ["keychain", "file"]],
  ["a locked file", aLockedStorage(), "file", ["keychain", "file"]],
] as const)("%s", (_, storage, place, offered) => {
  expect(secretsPlace(storage)).toBe(place);
  expect(offeredPlaces(storage)).toEqual(offered);
});

test("a file is made where there is none, and not over a database that stays shut", () => {
  expect(canMakeFile(aStorage())).toBe(true);
  expect(canMakeFile(aStorageWithoutKeychain())).toBe(true);
  expect(canMakeFile(aStorageWithoutKeychain({ state: "locked", databaseExists: true }))).toBe(
    false,
  );
  expect(canMakeFile(aStorage({ passphrase: "open" }))).toBe(false);
});

test("starting over is for what cannot be opened", () => {
  expect(canStartOver(aStorage())).toBe(false);
  expect(canStartOver(aStorageWithoutKeychain())).toBe(false);
  expect(canStartOver(aLockedStorage())).toBe(true);
  expect(canStartOver(aStorage({ state: "damaged" }))).toBe(true);
  expect(canStartOver(aStorage({ state: "newer" }))).toBe(true);
});

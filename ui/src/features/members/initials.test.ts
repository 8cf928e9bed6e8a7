// Initials of names in any script.
import { expect, it } from "vitest";

import { initialsOf } from "./initials";

it.each([
  ["Ioana Țurcanu", "IȚ"],
  ["Ana Lúcia Ferreira dos Santos", "AS"],
  ["Дмитро Шевченко", "ДШ"],
  ["曹", "曹"],
  ["(external) Nadia", "N"],
  ["", ""],
])("of %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

// Initials of names in any script.
import { expect, it } from "vitest";

import { initials } from "./initials";

it.each([
  ["Ioana Țurcanu", "IȚ"],
  ["Ana Lúcia Ferreira dos Santos", "AS"],
  ["Дмитро Шевченко", "ДШ"],
  ["曹", "曹"],
  ["Aurelia", "AU"],
  ["nadia@aurelia.eu", "NE"],
  ["(external) Nadia", "EN"],
  ["<img>", "IM"],
  ["", "?"],
])("of %s", (name, letters) => {
  expect(initials(name)).toBe(letters);
});

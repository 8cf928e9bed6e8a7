// Whole words are marked, and only those between what both texts begin and end with.
import { expect, it } from "vitest";

import { wordDiff } from "./wordDiff";

const marked = (parts: { text: string; changed: boolean }[]) =>
  parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join("");

it.each([
  [
    "Payment Operations Analyst",
    "Payment Operations Lead",
    "Payment Operations [Analyst]",
    "Payment Operations [Lead]",
  ],
  ["Payments", "Treasury", "[Payments]", "[Treasury]"],
  ["one two", "one two three", "one two", "one two[ three]"],
  ["a a", "a", "a[ a]", "a"],
  ["", "new", "", "[new]"],
  ["same", "same", "same", "same"],
])("%j to %j", (before, after, gone, come) => {
  const diff = wordDiff(before, after);
  expect(marked(diff.before)).toBe(gone);
  expect(marked(diff.after)).toBe(come);
});

it("loses no letter", () => {
  const [before, after] = ["  two  spaces\n", "two spaces and more\t"];
  const diff = wordDiff(before, after);
  expect(diff.before.map(({ text }) => text).join("")).toBe(before);
  expect(diff.after.map(({ text }) => text).join("")).toBe(after);
});

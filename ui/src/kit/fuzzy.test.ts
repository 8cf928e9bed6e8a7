// What was typed is found in a name, and the better match comes first.
import { expect, it } from "vitest";

import { folded, match } from "./fuzzy";

function marked(typed: string, text: string): string[] | undefined {
  return match(typed, text)?.ranges.map(([start, end]) => text.slice(start, end));
}

it("finds letters without case, accents and ligatures, and says where", () => {
  expect(folded("Kjærgård Straße İıŁ")).toBe("kjaergard strasse iil");
  expect(marked("kjaer", "Søren Kjærgård")).toEqual(["Kjær"]);
  expect(marked("gard", "Søren Kjærgård")).toEqual(["gård"]);
  expect(marked("ss", "Straße")).toEqual(["ß"]);
});

it("takes letters with gaps, but not any letters", () => {
  expect(marked("gset", "Go to Settings")).toEqual(["G", "S", "e", "t"]);
  expect(marked("sett", "Go to Settings")).toEqual(["Sett"]);
  expect(marked("abc", "a-------b-------c")).toBeUndefined();
  expect(marked("usrnm", "userName")).toEqual(["u", "s", "r", "N", "m"]);
  expect(marked("nope", "userName")).toBeUndefined();
});

it("prefers beginnings", () => {
  const distances = ["user", "the user", "superuser", "u_s_e_r"].map(
    (text) => match("user", text)?.distance ?? Infinity,
  );
  expect(distances).toEqual([...distances].sort((one, other) => one - other));
  expect(new Set(distances).size).toBe(4);
  expect(match("", "anything")).toEqual({ distance: 0, ranges: [] });
});

// The small pure parts: which sections are shown, words, dates, colours of JSON, secrets, groups of a list of suggestions.
import { expect, test } from "vitest";

import { anEditField, anEditSection, theSections } from "../../testing/fakeDrafts";
import { localReading, momentAt, parts, written, zones } from "./dateTime";
import { generateSecret } from "./generate";
import { tokens } from "./jsonTokens";
import { shownSections } from "./shownSections";
import { matching } from "./suggestions";
import { schemaWord, singular } from "./words";

const titles = (...asked: Parameters<typeof shownSections>) =>
  shownSections(...asked).map((it) => [it.title, it.fields.map(({ name }) => name)]);

test("all that is there is shown, and an extension that is not there is not", () => {
  const sections = theSections();
  const shown = shownSections(sections, "all", "");
  expect(shown.map(({ title }) => title)).not.toContain("Enterprise");
  expect(shown[0]).toBe(sections[0]);
});

test("filled leaves out what is absent, and keeps null and empty", () => {
  expect(titles(theSections(), "filled", "")[0]).toEqual([
    "Core",
    ["userName", "title", "nickName", "timezone", "active"],
  ]);
});

test("an attribute is found by its name, also inside of others", () => {
  expect(titles(theSections(), "all", "TITLE")).toEqual([["Core", ["title"]]]);
  expect(titles(theSections(), "all", "display")).toEqual([["emails", ["emails"]]]);
  const name = anEditField("name", {
    control: "complex",
    state: "set",
    fields: [anEditField("name.givenName"), anEditField("name.familyName")],
  });
  const [section] = shownSections([anEditSection("name", [name])], "all", "given");
  expect(section?.fields[0]?.fields.map((it) => it.name)).toEqual(["givenName"]);
});

test("only what changed is shown where that is wanted", () => {
  const section = anEditSection("Core", [
    anEditField("a", { changed: true }),
    anEditField("b", { text: "x" }),
  ]);
  expect(titles([section], "changed", "")).toEqual([["Core", ["a"]]]);
});

test.each([
  ["emails", "email"],
  ["addresses", "address"],
  ["entries", "entry"],
  ["x509Certificates", "x509Certificate"],
  ["address", "address"],
])("one of %s is an %s", (many, one) => {
  expect(singular(many)).toBe(one);
});

test("a schema is named without what all of them share", () => {
  expect(schemaWord("urn:ietf:params:scim:schemas:core:2.0:User")).toBe("core:2.0:User");
  expect(schemaWord("urn:aurelia:User")).toBe("urn:aurelia:User");
});

test("a date and time is taken apart and put together as it was", () => {
  const text = "2026-10-15T07:41:09.250+02:00";
  expect(parts(text)).toEqual({ date: "2026-10-15", time: "07:41:09.250", zone: "+02:00" });
  expect(written(parts(text) ?? { date: "", time: "", zone: "" })).toBe(text);
  expect(parts("15.10.2026")).toBeUndefined();
  expect(localReading("2026-10-15")).toBeUndefined();
});

test("an instant is written in the zone that is wanted", () => {
  const instant = Date.parse("2026-10-15T23:30:00Z");
  expect(written(momentAt(instant, "+02:00"))).toBe("2026-10-16T01:30:00+02:00");
  expect(Date.parse(written(momentAt(instant, "-05:30")))).toBe(instant);
  expect(zones("+05:45", "Z")).toContain("+05:45");
});

test("JSON is coloured, complete or not, and no letter is left out", () => {
  const text = '{"a": "b", "n": -1.5e3, "t": true, "open';
  const all = tokens(text);
  expect(all.map(({ from, to }) => text.slice(from, to)).join("")).toBe(text);
  const kinds = all.filter(({ kind }) => kind !== "other").map(({ kind }) => kind);
  expect(kinds).toEqual(["key", "string", "key", "number", "key", "word", "string"]);
});

test("a generated secret is long, of all kinds, and never the same", () => {
  const made = Array.from({ length: 50 }, generateSecret);
  for (const secret of made) {
    expect(secret.length).toBeGreaterThanOrEqual(20);
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^\w]|_/]) expect(secret).toMatch(kind);
  }
  expect(new Set(made).size).toBe(made.length);
});

test("suggestions narrow while something is typed, and are all there for one that was chosen", () => {
  const all = [{ value: "work" }, { value: "home", title: "At home" }];
  expect(matching(all, "at h")).toEqual([all[1]]);
  expect(matching(all, "work")).toEqual(all);
});

// What did not change stays the same object, and what is answered is what was answered.
import { expect, it } from "vitest";

import { keepSame } from "./keepSame";

const copy = <T>(value: T): T => structuredClone(value);

const form = {
  revision: 1,
  sections: [
    {
      title: "Core",
      fields: [
        { path: "userName", text: "ana" },
        { path: "title", list: [1, null] },
      ],
    },
    { title: "name", fields: [] },
  ],
};

it("keeps the whole where nothing changed", () => {
  expect(keepSame(form, copy(form))).toBe(form);
});

it("keeps all but what changed and what holds it", () => {
  const next = copy(form);
  next.revision = 2;
  const [core] = next.sections;
  if (core?.fields[0]) core.fields[0].text = "anna";
  const expected = copy(next);
  const kept = keepSame(form, next);
  expect(kept).toEqual(expected);
  expect(kept).not.toBe(form);
  expect(kept.sections[1]).toBe(form.sections[1]);
  expect(kept.sections[0]?.fields[1]).toBe(form.sections[0]?.fields[1]);
  expect(kept.sections[0]?.fields[0]).not.toBe(form.sections[0]?.fields[0]);
});

it.each([
  [[1, 2], [1]],
  [[1], [1, 2]],
  [{ a: 1 }, {}],
  [{}, { a: undefined }],
  [{ a: 1 }, { b: 1 }],
  [{ a: null }, { a: {} }],
  [[], {}],
  [{ a: [] }, { a: "" }],
  [null, { a: 1 }],
  [JSON.parse('{"__proto__": 1}'), {}],
] as [unknown, unknown][])("after %j an answer of %j is told as it is", (before, after) => {
  const expected = copy(after);
  const kept = keepSame(before, after);
  expect(kept).toStrictEqual(expected);
  expect(kept).not.toBe(before);
});

it("takes nothing that every object has for what was there before", () => {
  const next = JSON.parse('{"__proto__": {}}') as Record<string, unknown>;
  const mine = Object.getOwnPropertyDescriptor(next, "__proto__")?.value as unknown;
  const kept = keepSame({}, next);
  expect(Object.getOwnPropertyDescriptor(kept, "__proto__")?.value).toBe(mine);
});

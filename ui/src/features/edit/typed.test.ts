// How what is typed becomes an edit, and how a repair does.
import { describe, expect, test } from "vitest";

import { fixEdits, read, type Read, remove, set } from "./typed";
import { valueAt } from "./valueAt";

const as = (control: "text" | "integer" | "decimal" | "json", text: string) =>
  read({ control, pointer: "/x" }, text);

function problemOf(made: Read): string | undefined {
  return "problem" in made ? made.problem : undefined;
}

test("a text is itself, and emptying a field takes its value out", () => {
  expect(as("text", 'a "b"')).toEqual({ edits: [set("/x", '"a \\"b\\""')] });
  expect(as("text", "")).toEqual({ edits: [remove("/x")] });
});

describe("numbers", () => {
  test.each([
    ["integer", "12345678901234567890"],
    ["integer", "-7"],
    ["decimal", "1.50"],
    ["decimal", "6.02e23"],
  ] as const)("%s %s keeps its spelling", (control, text) => {
    expect(as(control, ` ${text} `)).toEqual({ edits: [set("/x", text)] });
  });

  test.each([
    ["integer", "1.5"],
    ["integer", "007"],
    ["integer", "3x"],
    ["decimal", "1,5"],
    ["decimal", "NaN"],
    ["decimal", "1."],
  ] as const)("%s %s is none and is no edit", (control, text) => {
    expect(problemOf(as(control, text))).toContain("not in the draft");
  });
});

test("JSON that is not complete is no edit, and says why", () => {
  expect(as("json", '{"a": 1.0}')).toEqual({ edits: [set("/x", '{"a": 1.0}')] });
  expect(problemOf(as("json", '{"a": '))).toContain("not JSON");
});

const TEXT = '{ "a": {"n": 1.00, "s": "x,}]"}, "l": [1e3, {"b~/c": [ ]}], "last": true }';

test.each([
  ["/a/n", "1.00"],
  ["/a/s", '"x,}]"'],
  ["/a", '{"n": 1.00, "s": "x,}]"}'],
  ["/l/0", "1e3"],
  ["/l/1/b~0~1c", "[ ]"],
  ["/last", "true"],
  ["/nothing", undefined],
  ["/l/7", undefined],
])("the value at %s is cut out as it is spelled", (pointer, value) => {
  expect(valueAt(TEXT, pointer)).toBe(value);
});

test("a repair becomes edits: what is renamed or moved is taken out and put back", () => {
  const fix = {
    title: "Rename",
    edits: [
      { kind: "rename" as const, pointer: "/a/n", name: "m/n" },
      { kind: "move" as const, from: "/last", to: "/a/last" },
      { kind: "remove" as const, pointer: "/l" },
      { kind: "set" as const, pointer: "/z", value: ["v"] },
    ],
  };
  expect(fixEdits(fix, TEXT)).toEqual([
    remove("/a/n"),
    set("/a/m~1n", "1.00"),
    remove("/last"),
    set("/a/last", "true"),
    remove("/l"),
    set("/z", '["v"]'),
  ]);
});

test("a repair of what is no longer there is none", () => {
  const fix = { title: "", edits: [{ kind: "rename" as const, pointer: "/gone", name: "x" }] };
  expect(fixEdits(fix, TEXT)).toBeUndefined();
});

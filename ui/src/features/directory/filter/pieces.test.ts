// The text is cut into pieces that are drawn, each where it stands.
import { expect, it } from "vitest";

import type { FilterToken } from "../../../host/generated/FilterToken";
import type { Said } from "./pieces";
import { carried, isWrongAtEnd, pieces } from "./pieces";

const tokens: FilterToken[] = [
  { kind: "attribute", span: { start: 0, end: 8 } },
  { kind: "operator", span: { start: 9, end: 11 } },
  { kind: "text", span: { start: 12, end: 15 } },
];
const text = 'userName eq "a"';
const said: Said = { text, checked: { tokens, problems: [], clauses: [] } };

it("lays words and what is wrong over the text without a gap", () => {
  const wrong = {
    span: { start: 9, end: 11 },
    severity: "warning" as const,
    message: "",
    expected: [],
    instead: [],
    section: "",
  };
  const drawn = pieces(text, tokens, [wrong]);
  expect(drawn.map((it) => it.text).join("")).toBe(text);
  expect(drawn).toEqual([
    { text: "userName", tone: "name" },
    { text: " " },
    { text: "eq", tone: "verb", wrong: "warning" },
    { text: " " },
    { text: '"a"', tone: "text" },
  ]);
});

it("keeps the colours of words while the next answer is on its way", () => {
  const spans = (later: string) =>
    carried(said, later).map(({ span }) => later.slice(span.start, span.end));
  expect(spans('userName eq "ab"')).toEqual(["userName", "eq", '"ab"']);
  expect(spans('title or userName eq "a"')).toEqual(["userName", "eq", '"a"']);
  expect(spans("userName ")).toEqual(["userName"]);
  expect(spans("")).toEqual([]);
});

it("knows that something is missing at the end", () => {
  const missing = {
    severity: "error" as const,
    message: "",
    expected: [],
    instead: [],
    section: "",
  };
  expect(isWrongAtEnd("a eq", [{ ...missing, span: { start: 4, end: 4 } }])).toBe(true);
  expect(isWrongAtEnd("a eq", [{ ...missing, span: { start: 2, end: 4 } }])).toBe(false);
});

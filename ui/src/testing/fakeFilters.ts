// What a backend says about filters, for tests and for looking at screens: from a table of texts, nothing is parsed.
import type { FilterChecked } from "../host/generated/FilterChecked";
import type { FilterClause } from "../host/generated/FilterClause";
import type { FilterCompletion } from "../host/generated/FilterCompletion";
import type { FilterProblem } from "../host/generated/FilterProblem";
import type { FilterSpan } from "../host/generated/FilterSpan";
import type { FilterToken } from "../host/generated/FilterToken";
import type { TokenKind } from "../host/generated/TokenKind";
import { ENTERPRISE } from "./fakeDirectory";
import type { Answers } from "./fakeHost";

/** Where a part stands in a text. */
export function spanOf(text: string, part: string): FilterSpan {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
}

/** The words of a text, in their order, with what they are. */
export function words(
  text: string,
  parts: readonly (readonly [string, TokenKind])[],
): FilterToken[] {
  let from = 0;
  return parts.map(([part, kind]) => {
    const start = text.indexOf(part, from);
    from = start + part.length;
    return { kind, span: { start, end: from } };
  });
}

export function aProblem(span: FilterSpan, changed: Partial<FilterProblem> = {}): FilterProblem {
  return {
    span,
    severity: "error",
    message: "`lik` is not an operator.",
    expected: ["an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr)"],
    instead: [],
    section: "RFC 7644 §3.4.2.2",
    ...changed,
  };
}

export const FILTER = 'userName sw "a" and active eq true';
export const SHORTER = "active eq true";
export const WRONG = "userName lik";
const HALF = "active eq true and dep";

const active = (removal: FilterSpan, span: FilterSpan): FilterClause => ({
  span,
  joint: "and",
  removal,
  content: {
    kind: "comparison",
    path: "active",
    name: "active",
    dataType: "boolean",
    operator: "eq",
    operators: ["eq", "ne", "pr"],
    value: { kind: "literal", text: "true" },
  },
});

const whole: FilterChecked = {
  tokens: words(FILTER, [
    ["userName", "attribute"],
    ["sw", "operator"],
    ['"a"', "text"],
    ["and", "logical"],
    ["active", "attribute"],
    ["eq", "operator"],
    ["true", "literal"],
  ]),
  problems: [],
  clauses: [
    {
      span: { start: 0, end: 15 },
      removal: { start: 0, end: 20 },
      content: {
        kind: "comparison",
        path: "userName",
        name: "userName",
        dataType: "string",
        operator: "sw",
        operators: ["eq", "co", "sw", "pr"],
        value: { kind: "text", text: "a" },
      },
    },
    active({ start: 15, end: 34 }, { start: 20, end: 34 }),
  ],
  canonical: FILTER,
};

const TEXTS: Readonly<Record<string, FilterChecked>> = {
  "": { tokens: [], problems: [], clauses: [] },
  [FILTER]: whole,
  [SHORTER]: {
    tokens: words(SHORTER, [
      ["active", "attribute"],
      ["eq", "operator"],
      ["true", "literal"],
    ]),
    problems: [],
    clauses: [withoutJoint(active({ start: 0, end: 14 }, { start: 0, end: 14 }))],
    canonical: SHORTER,
  },
  [WRONG]: {
    tokens: words(WRONG, [
      ["userName", "attribute"],
      ["lik", "invalid"],
    ]),
    problems: [aProblem(spanOf(WRONG, "lik"))],
    clauses: [
      { span: { start: 0, end: 12 }, removal: { start: 0, end: 12 }, content: { kind: "draft" } },
    ],
  },
  [HALF]: {
    tokens: words(HALF, [
      ["active", "attribute"],
      ["eq", "operator"],
      ["true", "literal"],
      ["and", "logical"],
      ["dep", "attribute"],
    ]),
    problems: [
      aProblem(
        { start: 22, end: 22 },
        { message: "An operator after `dep` is missing at the end." },
      ),
    ],
    clauses: [
      withoutJoint(active({ start: 0, end: 19 }, { start: 0, end: 14 })),
      {
        span: { start: 19, end: 22 },
        joint: "and",
        removal: { start: 14, end: 22 },
        content: { kind: "draft" },
      },
    ],
  },
};

function withoutJoint(clause: FilterClause): FilterClause {
  const copy = { ...clause };
  delete copy.joint;
  return copy;
}

export function aCompletion(
  label: string,
  changed: Partial<FilterCompletion> = {},
): FilterCompletion {
  return {
    insert: `${label} `,
    label,
    kind: "attribute",
    detail: "string",
    notes: [],
    ...changed,
  };
}

const attributes = (): FilterCompletion[] => [
  aCompletion("department", {
    insert: `${ENTERPRISE}:department `,
    schema: ENTERPRISE,
    description: "Identifies the name of a department.",
    notes: ["Ignores letter case."],
  }),
  aCompletion("displayName", { notes: ["Ignores letter case."] }),
];

/** Answers about filters: those of the table, and of any other text that it is fine. */
export function filterAnswers(): Answers {
  return {
    filter_check: ({ text }) =>
      TEXTS[text] ?? { tokens: [], problems: [], clauses: [], canonical: text.trim() },
    filter_complete: ({ text, cursor }) => {
      const word = /[A-Za-z]*$/.exec(text.slice(0, cursor))?.[0] ?? "";
      const shown = word === "" ? [] : attributes().filter(({ label }) => label.startsWith(word));
      return { span: { start: cursor - word.length, end: cursor }, completions: shown };
    },
  };
}

// A clause is changed in the text, and the rest of the text stays.
import { expect, it } from "vitest";

import { conditionText, operatorWords, replaced, withRoom } from "./clauseText";

const path = { path: "userName" };

it("writes a condition with its value as JSON", () => {
  expect(conditionText(path, "eq", { kind: "text", text: 'a "b" \\' })).toBe(
    'userName eq "a \\"b\\" \\\\"',
  );
  expect(conditionText(path, "ge", { kind: "literal", text: "1.50" })).toBe("userName ge 1.50");
  expect(conditionText(path, "pr", { kind: "text", text: "a" })).toBe("userName pr");
});

it("says operators in words that suit the type", () => {
  expect(operatorWords("gt", "dateTime")).toBe("after");
  expect(operatorWords("gt", "integer")).toBe("greater than");
  expect(operatorWords("sw", undefined)).toBe("starts with");
});

it("cuts, and makes room for one more condition", () => {
  expect(replaced("a pr and b pr", { start: 4, end: 13 }, "")).toBe("a pr");
  expect(withRoom("", [])).toBe("");
  expect(withRoom("a pr ", [])).toBe("a pr and ");
  const span = { start: 0, end: 0 };
  const clause = { span, removal: span, content: { kind: "draft" as const } };
  expect(withRoom("a pr or b pr", [clause, { ...clause, joint: "or" }])).toBe("a pr or b pr or ");
});

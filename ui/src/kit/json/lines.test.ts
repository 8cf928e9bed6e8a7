// No line is lost, none is too long to draw.
import { expect, it } from "vitest";

import { linesOf } from "./lines";

it("numbers lines and folds long ones", () => {
  const text = `a\r\n${"x".repeat(4_500)}\n\nb`;
  const lines = linesOf(text);
  expect(lines.map(({ number }) => number)).toEqual([1, 2, undefined, undefined, 3, 4]);
  expect(lines.every((line) => line.text.length <= 2_000)).toBe(true);
  expect(lines.map((line) => line.text).join("")).toBe(text.replace(/[\r\n]/g, ""));
});

it("shows something for nothing", () => {
  expect(linesOf("")).toEqual([{ number: 1, text: "" }]);
});

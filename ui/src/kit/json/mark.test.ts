// A finding marks the line that it is about.
import { expect, it } from "vitest";

import { marksByLine } from "./mark";

it("says everything about a line in one mark, as grave as the gravest", () => {
  const marks = marksByLine([
    { line: 3, tone: "info", text: "one" },
    { line: 3, tone: "danger", text: "two" },
    { line: 4, tone: "warn", text: "three" },
  ]);
  expect(marks.get(3)).toEqual({ line: 3, tone: "danger", text: "two\none" });
  expect(marks.get(4)?.text).toBe("three");
});

// No character hides.
import { expect, test } from "vitest";

import { hintLines, visibleParts, visibleText } from "./visible";

test("ordinary text of any script is one part", () => {
  expect(visibleParts("Nguyễn Thị محمد 山田")).toEqual([
    { text: "Nguyễn Thị محمد 山田", hidden: false },
  ]);
});

test("a bidi override is shown as its code point", () => {
  expect(visibleText("admin\u202Etxt.exe")).toBe("admin[U+202E]txt.exe");
});

test("controls and zero width spaces are shown, joiners stay", () => {
  expect(visibleText("a\u0000b\u200Bc\u200Dd")).toBe("a[U+0000]b[U+200B]c\u200Dd");
});

test("line breaks stay where lines are shown", () => {
  expect(visibleParts("one\ntwo\u0007", true)).toEqual([
    { text: "one\ntwo", hidden: false },
    { text: "U+0007", hidden: true },
  ]);
});

test("empty text is one empty part", () => {
  expect(visibleParts("")).toEqual([{ text: "", hidden: false }]);
});

test("a hint breaks its lines itself, the breaks inside its parts are shown", () => {
  expect(hintLines("userName", undefined, "", "one\ntwo")).toBe("userName\none[U+000A]two");
});

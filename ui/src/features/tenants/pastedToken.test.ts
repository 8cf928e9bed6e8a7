// What comes along with a pasted token is noticed.
import { expect, test } from "vitest";

import { noticeInToken } from "./pastedToken";

test("a clean token is left alone", () => {
  expect(noticeInToken("abc.def-123")).toBeUndefined();
  expect(noticeInToken("")).toBeUndefined();
});

test.each([
  [" abc ", "abc", ["white space around it"]],
  ['"abc"', "abc", ["quotes"]],
  ["Bearer abc", "abc", ["the word Bearer"]],
  ["bearer  abc\n", "abc", ["white space around it", "the word Bearer"]],
  ["Authorization: Bearer abc", "abc", ["the header's name", "the word Bearer"]],
  ['"Bearer abc"', "abc", ["quotes", "the word Bearer"]],
  ['Bearer "abc"', "abc", ["the word Bearer", "quotes"]],
  ["ab\ncd", "abcd", ["white space inside"]],
])("%j came with more than the token", (text, cleaned, found) => {
  expect(noticeInToken(text)).toEqual({ cleaned, found });
});

test("a token that only starts like the scheme keeps it", () => {
  expect(noticeInToken("bearerish")).toBeUndefined();
});

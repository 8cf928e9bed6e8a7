// Each kind of request that waits is told what becomes of it: a write is never said to be sent again.
import { expect, test } from "vitest";

import type { Wait } from "../../host/generated/Wait";
import { aPause } from "../../testing/fixtures";
import { afterWords, stopWords } from "./pauseWords";

function waits(changed: Partial<Wait>, waiting = 1) {
  const { wait } = aPause(changed);
  if (wait === undefined) throw new Error("nothing waits");
  return { wait, waiting };
}

test.each([
  [{ wasSent: true, repeatsLeft: 2 }, "will be sent again, and 2 times more if need be"],
  [{ wasSent: true, repeatsLeft: 1 }, "will be sent again, and once more if need be"],
  [{ wasSent: true, repeatsLeft: 0 }, "will be sent again; a refusal is then shown"],
  [{ wasSent: false, repeatsLeft: 3 }, "will be sent, and again up to 3 times if need be"],
  [{ wasSent: false, repeatsLeft: 0 }, "will be sent; a refusal is then shown"],
  [{ isWrite: true, wasSent: false, repeatsLeft: 0 }, "will be sent, once"],
])("what happens after it: %o", (changed, words) => {
  expect(afterWords(waits(changed))).toBe(words);
  expect(afterWords(waits(changed, 3))).toBe(`the first ${words}`);
});

test("who stops waiting reads what becomes of the request", () => {
  expect(stopWords(waits({ isWrite: true, wasSent: false }))).toMatch(/has it not sent/);
  expect(stopWords(waits({ wasSent: true }))).toMatch(/is shown what the server answered/);
  expect(stopWords(waits({ wasSent: false }))).toMatch(/has it sent now/);
  expect(stopWords(waits({}, 2))).toMatch(/a write is not sent/);
});

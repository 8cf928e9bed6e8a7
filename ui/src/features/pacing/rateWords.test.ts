// What is left of a limit reads right before and after its window.
import { expect, test } from "vitest";

import { cellWords, isTight, leftWords, spanWords } from "./rateWords";

const NOON = Date.parse("2026-11-22T12:00:00Z");
const quota = { limit: 600, remaining: 412, resetsAt: "2026-11-22T12:00:21Z", headers: [] };

test("the cell says what is left and until when", () => {
  expect(cellWords({ quotas: [quota] }, NOON)).toBe("rate limit 412 of 600, resets in 21 s");
  expect(cellWords({ quotas: [{ remaining: 7, headers: [] }] }, NOON)).toBe("rate limit 7 left");
  expect(cellWords({ quotas: [{ limit: 9000, headers: [] }] }, NOON)).toBe(
    "rate limit 9,000 in all",
  );
});

test("after its window a quota is whole again, and says nothing of what is left", () => {
  expect(cellWords({ quotas: [quota] }, NOON + 22_000)).toBe("rate limit 600 in all");
  expect(leftWords({ remaining: 1, resetsAt: quota.resetsAt, headers: [] }, NOON + 22_000)).toBe(
    "a new window",
  );
});

test("a quota without numbers says so in whole words", () => {
  const bare = { resetsAt: quota.resetsAt, headers: [] };
  expect(cellWords({ quotas: [bare] }, NOON)).toBe("rate limit resets in 21 s");
  expect(cellWords({ quotas: [bare] }, NOON + 22_000)).toBe("rate limit: a new window");
});

test("of a limit without what is left, the time is told that it is for", () => {
  const policy = { limit: 100, windowSeconds: 60, headers: [] };
  expect(cellWords({ quotas: [policy] }, NOON)).toBe("rate limit 100 in all within 1 min");
  expect(cellWords({ quotas: [{ ...policy, remaining: 4 }] }, NOON)).toBe("rate limit 4 of 100");
});

test("Retry-After comes first, as long as it lasts", () => {
  const limits = { quotas: [quota], retryAt: "2026-11-22T12:01:30Z" };
  expect(cellWords(limits, NOON)).toBe("wait 1 min 30 s");
  expect(cellWords({ quotas: [], retryAt: limits.retryAt }, NOON + 91_000)).toBeUndefined();
});

test("little left is worth a look", () => {
  expect(isTight({ quotas: [quota] }, NOON)).toBe(false);
  expect(isTight({ quotas: [{ ...quota, remaining: 60 }] }, NOON)).toBe(true);
  expect(isTight({ quotas: [{ ...quota, remaining: 0 }] }, NOON + 22_000)).toBe(false);
  expect(isTight({ quotas: [], retryAt: quota.resetsAt }, NOON)).toBe(true);
});

test("spans are told in their own unit", () => {
  expect([59, 60, 125, 5400, 172_800].map(spanWords)).toEqual([
    "59 s",
    "1 min",
    "2 min 5 s",
    "1.5 h",
    "2 d",
  ]);
});

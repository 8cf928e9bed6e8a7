// Numbers, sizes and times read as people write them.
import { expect, test } from "vitest";

import { formatAgo, formatBytes, formatDistance, formatMs, formatSpan, formatUtc } from "./format";

const now = Date.parse("2026-10-15T12:00:00Z");

test("times are relative under a day and dates after it", () => {
  expect(formatAgo("2026-10-15T11:59:40Z", now)).toBe("just now");
  expect(formatAgo("2026-10-15T11:58:00Z", now)).toBe("2 min ago");
  expect(formatAgo("2026-10-15T08:50:00Z", now)).toBe("3 h ago");
  expect(formatAgo("2026-10-09T12:00:00Z", now)).toBe("9 Oct");
  expect(formatAgo("2024-02-09T12:00:00Z", now)).toBe("9 Feb 2024");
});

test("what was written since the clock of the window went on is of just now", () => {
  expect(formatAgo("2026-10-15T12:00:20Z", now)).toBe("just now");
  expect(formatAgo("2026-10-15T12:01:00Z", now)).toBe("2026-10-15 12:01:00 UTC");
});

test("what is no time is shown as it is", () => {
  expect(formatAgo("yesterday-ish", now)).toBe("yesterday-ish");
  expect(formatUtc("yesterday-ish")).toBe("yesterday-ish");
});

test("durations and sizes carry their unit", () => {
  expect(formatMs(0.42)).toBe("0.4 ms");
  expect(formatMs(84.4)).toBe("84 ms");
  expect(formatMs(2412)).toBe("2.4 s");
  expect(formatMs(65_000)).toBe("1 min 5 s");
  expect(formatBytes(31_204)).toBe("31.2 kB");
});

test("a distance in time is told in the largest unit that it fills", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  expect(formatDistance("2026-11-28T12:42:10Z", now)).toBe("in 42 minutes");
  expect(formatDistance("2026-11-25T12:00:00Z", now)).toBe("3 days ago");
  expect(formatDistance("2026-11-28T12:00:01Z", now)).toBe("in 1 second");
});

test("a span is told exactly", () => {
  expect(formatSpan(3_600_000)).toBe("1 hour");
  expect(formatSpan(5_400_000)).toBe("90 minutes");
  expect(formatSpan(3_599_000)).toBe("3,599 seconds");
});

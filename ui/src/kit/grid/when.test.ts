// Times keep their digits.
import { describe, expect, it } from "vitest";

import { clockTime, dayBefore, exactTime } from "./when";

const NOW = new Date(2026, 9, 15, 15, 30).getTime();

describe("exactTime", () => {
  it.each([
    ["2026-10-15T07:41:09Z", "2026-10-15 07:41:09 UTC"],
    ["2026-10-15T09:41:09.000+02:00", "2026-10-15 07:41:09 UTC"],
    ["2026-10-15T07:41:09.123456Z", "2026-10-15 07:41:09.123456 UTC"],
    ["not a time", "not a time"],
    ["2026-13-45T99:00:00Z", "2026-13-45T99:00:00Z"],
  ])("%s is %s", (text, shown) => {
    expect(exactTime(text)).toBe(shown);
  });
});

it("shows the clock, and the day only of other days", () => {
  const text = new Date(2026, 9, 15, 14, 31, 52, 118).toISOString();
  expect(clockTime(text)).toBe("14:31:52.118");
  expect(dayBefore(text, NOW)).toBeUndefined();
  expect(dayBefore(new Date(2026, 9, 2).toISOString(), NOW)).toBe("2 Oct");
});

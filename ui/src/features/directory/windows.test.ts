// A table asks for what is in view and one window ahead, never for everything.
import { describe, expect, it } from "vitest";

import { isNear, sameWindows, windowOf, windowsFor } from "./windows";

const view = (first: number, last: number, forward = true) => ({ first, last, forward });

describe("windowsFor", () => {
  it("asks for the first window while nothing is known", () => {
    expect(windowsFor(view(0, 25), undefined)).toEqual([0]);
    expect(windowsFor(view(0, 25), 0)).toEqual([0]);
  });

  it("asks one ahead, in the direction of the movement", () => {
    expect(windowsFor(view(0, 25), 5000)).toEqual([0, 100]);
    expect(windowsFor(view(90, 115), 5000)).toEqual([0, 100, 200]);
    expect(windowsFor(view(400, 425, false), 5000)).toEqual([400, 300]);
    expect(windowsFor(view(20, 45, false), 5000)).toEqual([0]);
  });

  it("stops at the end, also when the list became shorter", () => {
    expect(windowsFor(view(4970, 4999), 5000)).toEqual([4900]);
    expect(windowsFor(view(4970, 4999), 212)).toEqual([200]);
    expect(windowsFor(view(0, 11), 12)).toEqual([0]);
  });
});

it("tells a step from a jump", () => {
  expect(windowOf(199)).toBe(100);
  expect(isNear(view(90, 115), view(110, 135))).toBe(true);
  expect(isNear(view(90, 115), view(3000, 3025))).toBe(false);
  expect(sameWindows(view(10, 35), view(11, 36))).toBe(true);
  expect(sameWindows(view(10, 35), view(11, 36, false))).toBe(false);
});

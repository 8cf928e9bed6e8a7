// Windows that could not be read, told as gaps of the rows in view.
import { expect, it } from "vitest";

import { gapsIn } from "./gaps";

const view = { first: 150, last: 260 };

it("joins neighbouring windows that failed alike", () => {
  const missing = [
    { offset: 200, reason: "no route", exchange: "e2" },
    { offset: 100, reason: "no route", exchange: "e1" },
  ];
  expect(gapsIn(missing, view, 5000)).toEqual([
    { first: 100, last: 299, reason: "no route", exchange: "e1" },
  ]);
});

it("keeps apart what failed otherwise, and what was cancelled", () => {
  const gaps = gapsIn([{ offset: 100 }, { offset: 200, reason: "500" }], view, 5000);
  expect(gaps.map(({ first, reason }) => [first, reason])).toEqual([
    [100, undefined],
    [200, "500"],
  ]);
});

it("says nothing of windows out of view, and ends with the list", () => {
  expect(gapsIn([{ offset: 0 }, { offset: 300 }], view, 5000)).toEqual([]);
  expect(gapsIn([{ offset: 200 }], view, 212)[0]?.last).toBe(211);
});

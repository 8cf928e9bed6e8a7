// The windows that a list of members asks for.
import { expect, it } from "vitest";

import { windowsFor } from "./windows";

it("asks for the first window while nothing is known", () => {
  expect(windowsFor({ first: 500, last: 540, forward: true }, undefined)).toEqual([0]);
  expect(windowsFor({ first: 0, last: 0, forward: true }, 0)).toEqual([0]);
});

it("asks for what is in view and for one window ahead", () => {
  expect(windowsFor({ first: 180, last: 215, forward: true }, 20_000)).toEqual([100, 200, 300]);
  expect(windowsFor({ first: 180, last: 215, forward: false }, 20_000)).toEqual([100, 200, 0]);
});

it("asks for nothing beyond the ends", () => {
  expect(windowsFor({ first: 190, last: 215, forward: true }, 216)).toEqual([100, 200]);
  expect(windowsFor({ first: 900, last: 940, forward: true }, 150)).toEqual([100]);
  expect(windowsFor({ first: 0, last: 20, forward: false }, 150)).toEqual([0]);
});

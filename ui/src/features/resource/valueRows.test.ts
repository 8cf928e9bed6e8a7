// Rows of long attributes stay in step with their values, also where a value needs several lines.
import { expect, it } from "vitest";

import type { Field } from "../../host/generated/Field";
import { fieldAt, layOut, rowCount, windowAt, windowsBetween } from "./valueRows";

function fields(count: number, name: string): Field[] {
  return Array.from({ length: count }, (_, at) => ({
    path: `members[${at}]`,
    pointer: `/members/${at}`,
    name: `${name}${at}`,
    value: { kind: "null" },
    required: false,
    findings: [],
    unknown: false,
  }));
}

it("counts one line a value until it knows better", () => {
  expect(rowCount(layOut(1500, 100, new Map()))).toBe(1500);
  expect(rowCount(layOut(1501, 100, new Map([[0, fields(250, "a")]])))).toBe(1651);
  expect(rowCount(layOut(0, 100, new Map()))).toBe(0);
});

it("finds the line of a row", () => {
  const loaded = new Map([
    [0, fields(250, "a")],
    [1, fields(100, "b")],
  ]);
  const rows = layOut(300, 100, loaded);
  expect(fieldAt(rows, loaded, 249)?.name).toBe("a249");
  expect(fieldAt(rows, loaded, 250)?.name).toBe("b0");
  expect(fieldAt(rows, loaded, 350)).toBeUndefined();
  expect(windowAt(rows, 349)).toBe(1);
  expect(windowAt(rows, 350)).toBe(2);
  expect(windowsBetween(rows, 240, 351)).toEqual([0, 1, 2]);
  expect(windowsBetween(rows, 0, 9999)).toEqual([0, 1, 2]);
});

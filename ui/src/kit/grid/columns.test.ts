// The names of columns come from servers: those that every JavaScript object has are names like any other.
import { expect, it } from "vitest";

import { type GridColumn, leastWidth, templateOf } from "./columns";

const ODD = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
const columns: GridColumn[] = ODD.map((id) => ({ id, label: id, min: 100, grow: 0 }));

it("draws columns with the names of built-in members as it draws others", () => {
  expect(templateOf(columns, new Map())).toBe("100px 100px 100px 100px 100px");
  expect(leastWidth(columns, new Map())).toBe(500);
});

it("keeps the width that a person gave such a column", () => {
  const widths = new Map([
    ["__proto__", 240],
    ["constructor", 60],
  ]);
  expect(templateOf(columns, widths)).toBe("240px 60px 100px 100px 100px");
  expect(leastWidth(columns, widths)).toBe(600);
});

// The widths that columns start with hold their headers, and the columns chosen at first fit a small window.
import { expect, it } from "vitest";

import { leastWidth } from "../../kit/grid/columns";
import { columnsOf } from "../../testing/fakeDirectory";
import { gridColumns } from "./tableColumns";

/** A letter of a header at its size, on average; then the padding and the mark of the order. */
const wordWidth = (word: string) => word.length * 6 + 16 + 16;

it("every column that is shown at first has room for its word and its tag", () => {
  for (const { label, tag, min } of gridColumns(columnsOf("User"), undefined)) {
    const tagWidth = tag === undefined ? 0 : 12 + tag.length * 6;
    expect(min, label).toBeGreaterThanOrEqual(wordWidth(label) + tagWidth);
  }
});

it("the columns shown at first need no scrolling beside an inspector, nor in a window of 1024", () => {
  const least = leastWidth(gridColumns(columnsOf("User"), undefined), new Map());
  expect(least).toBeLessThanOrEqual(1440 - 224 - 376);
  expect(least).toBeLessThanOrEqual(1024 - 48);
});

it("an extension's column carries the beginning of its name", () => {
  const tags = gridColumns(columnsOf("User"), undefined).map(({ label, tag }) => [label, tag]);
  expect(tags).toContainEqual(["department", "ent"]);
  expect(tags).toContainEqual(["userName", undefined]);
});

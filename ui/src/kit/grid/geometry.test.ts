// Rows stay few and in reach, whatever is measured and however long the list is.
import { describe, expect, it } from "vitest";
import {
  BLOCK_ROWS,
  blocksOf,
  MOST_ROWS,
  ROW_HEIGHT,
  rowTop,
  rowsToDraw,
  scaleOf,
  scrollTopFor,
  viewportHeight,
} from "./geometry";

describe("viewportHeight", () => {
  it("does not believe nothing, nonsense or the whole canvas", () => {
    expect(viewportHeight(0)).toBeGreaterThan(0);
    expect(viewportHeight(Number.NaN)).toBeGreaterThan(0);
    expect(viewportHeight(1_000_000)).toBeLessThan(MOST_ROWS * ROW_HEIGHT);
    expect(viewportHeight(700)).toBe(700);
  });
});

describe("rowsToDraw", () => {
  it("never draws more than the cap", () => {
    expect(rowsToDraw(0, 99_999, 100_000, undefined).length).toBeLessThanOrEqual(MOST_ROWS);
    expect(rowsToDraw(500, 99_999, 100_000, 7).length).toBeLessThanOrEqual(MOST_ROWS);
  });

  it("draws the over-scan inside the list only", () => {
    expect(rowsToDraw(0, 10, 15, undefined)).toEqual(Array.from({ length: 15 }, (_, row) => row));
    const middle = rowsToDraw(100, 110, 1000, undefined);
    expect([middle[0], middle.at(-1)]).toEqual([80, 130]);
    expect(rowsToDraw(0, 10, 0, undefined)).toEqual([]);
  });

  it("keeps the row with the focus", () => {
    expect(rowsToDraw(100, 110, 1000, 3)[0]).toBe(3);
    expect(rowsToDraw(100, 110, 1000, 900).at(-1)).toBe(900);
    expect(rowsToDraw(100, 110, 1000, 105)).toHaveLength(51);
    expect(rowsToDraw(0, 10, 20, 20)).toHaveLength(20);
  });
});

describe("scale", () => {
  it("is one to one up to the limit of browsers", () => {
    const scale = scaleOf(600_000, 700);
    expect(scale.ratio).toBe(1);
    expect(rowTop(599_999, 12_345, scale)).toBe(599_999 * ROW_HEIGHT);
  });

  it("reaches the last of two million rows at the end of the scroll bar", () => {
    const viewport = 700;
    const scale = scaleOf(2_000_000, viewport);
    const bottom = scale.height - viewport;
    const last = rowTop(1_999_999, bottom, scale);
    expect(Math.round(last + ROW_HEIGHT)).toBe(Math.round(bottom + viewport));
    const top = scrollTopFor(1_999_999, 0, viewport, scale) ?? 0;
    expect(Math.round(top)).toBe(Math.round(bottom));
  });

  it("scrolls only for rows out of view", () => {
    const scale = scaleOf(1000, 280);
    expect(scrollTopFor(3, 0, 280, scale)).toBeUndefined();
    expect(scrollTopFor(10, 0, 280, scale)).toBe(28);
    expect(scrollTopFor(0, 280, 280, scale)).toBe(0);
  });
});

describe("blocksOf", () => {
  const rows = (scrollTop: number, count: number, kept?: number) => {
    const scale = scaleOf(count, 700);
    const first = Math.floor((scrollTop * scale.ratio) / ROW_HEIGHT);
    const drawn = rowsToDraw(first, first + 25, count, kept);
    return drawn.map((index) => ({ index, top: rowTop(index, scrollTop, scale) }));
  };

  it.each([0, 999, 5000])("leaves every row where it is, scrolled to %i", (scrollTop) => {
    const drawn = rows(scrollTop, 5000, 3);
    const placed = blocksOf(drawn, 5000).flatMap((block) =>
      block.rows.map((index) => ({ index, top: block.top + (index - block.first) * ROW_HEIGHT })),
    );
    expect(placed).toEqual(drawn);
  });

  it("has a row always in the same block, which is as tall as all of its rows", () => {
    for (const block of [...blocksOf(rows(0, 50), 50), ...blocksOf(rows(700, 50, 0), 50)]) {
      expect(block.first % BLOCK_ROWS).toBe(0);
      expect(block.top).toBe(block.first * ROW_HEIGHT);
      expect(block.height).toBe(Math.min(BLOCK_ROWS, 50 - block.first) * ROW_HEIGHT);
    }
  });

  it("stays on whole pixels where the scroll position is scaled", () => {
    const blocks = blocksOf(rows(1_000_001, 10_000_000), 10_000_000);
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.every(({ top }) => Number.isInteger(top))).toBe(true);
    const steps = blocks.slice(1).map(({ top }, at) => top - (blocks[at]?.top ?? 0));
    expect(new Set(steps)).toEqual(new Set([BLOCK_ROWS * ROW_HEIGHT]));
  });
});

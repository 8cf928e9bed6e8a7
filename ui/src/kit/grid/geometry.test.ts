// Rows stay few and in reach, whatever is measured and however long the list is.
import { describe, expect, it } from "vitest";
import {
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

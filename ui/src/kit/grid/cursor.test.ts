// The cursor stays inside the grid on every key.
import { describe, expect, it } from "vitest";
import { heldCursor, moveCursor } from "./cursor";

const REACH = { rows: 50, columns: 4, page: 10 };

describe("moveCursor", () => {
  it.each([
    ["ArrowDown", { row: 3, column: 1 }, { row: 4, column: 1 }],
    ["j", { row: 49, column: 1 }, { row: 49, column: 1 }],
    ["k", { row: 0, column: 1 }, { row: 0, column: 1 }],
    ["ArrowUp", { row: 0, column: 2 }, { row: -1, column: 2 }],
    ["ArrowUp", { row: -1, column: 2 }, { row: -1, column: 2 }],
    ["ArrowDown", { row: -1, column: 2 }, { row: 0, column: 2 }],
    ["PageDown", { row: 45, column: 0 }, { row: 49, column: 0 }],
    ["PageUp", { row: 3, column: 0 }, { row: 0, column: 0 }],
    ["Home", { row: 30, column: 3 }, { row: 0, column: 3 }],
    ["End", { row: 3, column: 3 }, { row: 49, column: 3 }],
    ["ArrowLeft", { row: 3, column: 0 }, { row: 3, column: 0 }],
    ["ArrowRight", { row: 3, column: 3 }, { row: 3, column: 3 }],
  ])("%s moves from %o to %o", (key, from, to) => {
    expect(moveCursor({ key, modified: false }, from, REACH)).toEqual(to);
  });

  it("leaves other keys and held modifiers alone", () => {
    expect(moveCursor({ key: "x", modified: false }, { row: 0, column: 0 }, REACH)).toBeUndefined();
    expect(
      moveCursor({ key: "ArrowDown", modified: true }, { row: 0, column: 0 }, REACH),
    ).toBeUndefined();
  });
});

describe("heldCursor", () => {
  it("comes back into a list that shrank", () => {
    expect(heldCursor({ row: 80, column: 9 }, REACH)).toEqual({ row: 49, column: 3 });
    expect(heldCursor({ row: 0, column: 0 }, { rows: 0, columns: 4 })).toEqual({
      row: -1,
      column: 0,
    });
  });
});

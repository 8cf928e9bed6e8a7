// Keys are named the same however they were pressed.
import { expect, test } from "vitest";

import { keyCaps, pressed, typesText } from "./keys";

const press = (key: string, held: KeyboardEventInit = {}) =>
  pressed(new KeyboardEvent("keydown", { key, ...held }));

test("a bare character is itself, whatever Shift was needed for it", () => {
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("g")).toBe("g");
});

test("modifiers come in one order and letters with them are capitals", () => {
  expect(press("c", { ctrlKey: true, shiftKey: true })).toBe("Ctrl+Shift+C");
  expect(press("ArrowLeft", { altKey: true })).toBe("Alt+ArrowLeft");
  expect(press("F6", { shiftKey: true })).toBe("Shift+F6");
});

test("Cmd counts as Ctrl", () => {
  expect(press("t", { metaKey: true })).toBe("Ctrl+T");
});

test("key caps are what is printed on the keys", () => {
  expect(keyCaps("Alt+ArrowLeft")).toEqual(["Alt", "Left"]);
  expect(keyCaps("g u")).toEqual(["g", "u"]);
  expect(keyCaps("Escape")).toEqual(["Esc"]);
});

test("keys that edit text belong to the text field, keys that lead elsewhere do not", () => {
  for (const keys of ["x", "Space", "Delete", "Ctrl+Z", "Ctrl+A"])
    expect(typesText(keys)).toBe(true);
  for (const keys of ["Ctrl+E", "Ctrl+Enter", "Escape", "F5"]) expect(typesText(keys)).toBe(false);
});

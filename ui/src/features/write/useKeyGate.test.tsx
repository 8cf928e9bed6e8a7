// A key that was on its way before a question was asked answers nothing, and neither does one that is held down.
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { useKeyGate } from "./useKeyGate";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function Question({ onKey }: { onKey: (key: string) => void }) {
  const isOpen = useKeyGate();
  return (
    <button type="button" onKeyDown={({ key }) => onKey(key)} onKeyUp={({ key }) => onKey(key)}>
      {isOpen ? "ready" : "not yet"}
    </button>
  );
}

it("swallows every key for 300 ms, coming up as well, and none after that", () => {
  const onKey = vi.fn();
  render(<Question onKey={onKey} />);
  const button = screen.getByRole("button", { name: "not yet" });
  act(() => {
    vi.advanceTimersByTime(299);
  });
  for (const key of ["Enter", " ", "Escape", "a"]) {
    expect(fireEvent.keyDown(button, { key })).toBe(false);
  }
  act(() => {
    vi.advanceTimersByTime(1);
  });
  expect(button).toHaveTextContent("ready");
  // It went down before.
  expect(fireEvent.keyUp(button, { key: " " })).toBe(false);
  expect(onKey).not.toHaveBeenCalled();
  expect(fireEvent.keyDown(button, { key: "Enter" })).toBe(true);
  expect(onKey).toHaveBeenCalledWith("Enter");
});

it("swallows answers that are held down, and lets go what scrolls or edits", () => {
  const onKey = vi.fn();
  render(<Question onKey={onKey} />);
  act(() => {
    vi.advanceTimersByTime(300);
  });
  const button = screen.getByRole("button", { name: "ready" });
  for (const key of ["Enter", " ", "Escape"]) {
    expect(fireEvent.keyDown(button, { key, repeat: true })).toBe(false);
  }
  expect(onKey).not.toHaveBeenCalled();
  expect(fireEvent.keyDown(button, { key: "ArrowDown", repeat: true })).toBe(true);
  expect(fireEvent.keyDown(button, { key: "Backspace", repeat: true })).toBe(true);
});

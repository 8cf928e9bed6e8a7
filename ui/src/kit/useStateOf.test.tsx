// State that belongs to what is shown, and starts afresh with each of them.
import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";

import { useStateOf } from "./useStateOf";

function held(start: (of: string) => string) {
  return renderHook(({ of }) => useStateOf(of, () => start(of)), { initialProps: { of: "a" } });
}

it("starts afresh with another thing, and when one comes back", () => {
  const { result, rerender } = held((of) => `${of} 1`);
  act(() => result.current[1](() => "a 2"));
  expect(result.current[0]).toBe("a 2");
  rerender({ of: "b" });
  expect(result.current[0]).toBe("b 1");
  act(() => result.current[1]((before) => `${before}!`));
  expect(result.current[0]).toBe("b 1!");
  rerender({ of: "a" });
  expect(result.current[0]).toBe("a 1");
});

it("hears nothing of a thing that is shown no more", () => {
  const { result, rerender } = held((of) => of);
  const [, changeFirst] = result.current;
  rerender({ of: "b" });
  act(() => result.current[1](() => "changed"));
  act(() => changeFirst(() => "late"));
  expect(result.current[0]).toBe("changed");
});

it("asks where to start once for each thing", () => {
  let asked = 0;
  const { rerender } = held((of) => `${of}${(asked += 1)}`);
  rerender({ of: "a" });
  rerender({ of: "b" });
  rerender({ of: "b" });
  expect(asked).toBe(2);
});

// Text from elsewhere: shown whole, broken only where it reads well.
import { render } from "@testing-library/react";
import { expect, it } from "vitest";

import { UserText } from "./UserText";

it("may break a long word behind its punctuation, and changes no character", () => {
  const text = "tonatiuh.villasenor3@tarnwick.example";
  const { container } = render(<UserText breaks text={text} />);
  expect(container.textContent).toBe(text);
  expect(container.querySelectorAll("wbr")).toHaveLength(3);
});

it("leaves sentences and short words alone", () => {
  const { container } = render(<UserText breaks text="a sentence. with e.g. points in it" />);
  expect(container.querySelector("wbr")).toBeNull();
});

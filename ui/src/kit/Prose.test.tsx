// Names in backticks are code, everything else is as it came.
import { render } from "@testing-library/react";
import { expect, it } from "vitest";

import { Prose } from "./Prose";

it("draws what is in backticks as code", () => {
  const { container } = render(<Prose text={'`active` is the text "true", not `true`.'} />);
  expect(container).toHaveTextContent('active is the text "true", not true.');
  expect([...container.querySelectorAll("code")].map((it) => it.textContent)).toEqual([
    "active",
    "true",
  ]);
});

it("leaves a single backtick alone", () => {
  const { container } = render(<Prose text="one ` tick" />);
  expect(container).toHaveTextContent("one ` tick");
  expect(container.querySelector("code")).toBeNull();
});

// The order of what the palette finds.
import { expect, it } from "vitest";

import { nearestFirst } from "./ranked";

const item = (title: string, subtitle?: string) => ({
  key: title,
  icon: null,
  title,
  ...(subtitle === undefined ? {} : { subtitle }),
});
const titles = (typed: string, ...sections: ReturnType<typeof item>[][]) =>
  nearestFirst(
    sections.map((items) => ({ title: items[0]?.title ?? "nothing", items })),
    typed,
  ).map(({ title }) => title);

it("puts letters that stand here and there behind a name in one piece", () => {
  const people = [item("Heidi Stone"), item("Hans Istvan")];
  expect(titles("hist", people, [item("History")])).toEqual(["History", "Heidi Stone"]);
});

it("leaves the order where both hold what was typed", () => {
  expect(titles("hist", [item("Histler")], [item("History")])).toEqual(["Histler", "History"]);
  const beside = [item("Ada Berg", "ada@hist.example")];
  expect(titles("hist", beside, [item("History")])).toEqual(["Ada Berg", "History"]);
});

it("leaves what was found by something that it does not show where it stands", () => {
  expect(titles("4711", [item("Ada Berg")], [item("Go to 4711")])).toEqual([
    "Ada Berg",
    "Go to 4711",
  ]);
});

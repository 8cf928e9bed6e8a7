// Columns are chosen and ordered without losing one.
import { describe, expect, it } from "vitest";

import type { Column } from "../../host/generated/Column";
import { chooserName, moved, otherColumns, shownColumns, toggled } from "./columnChoice";

const URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

function column(path: string, group = "Core", schema = ""): Column {
  return { path, label: path, schema, group, dataType: "string", multiValued: false };
}

const OFFERED = [
  column("userName"),
  column("name.givenName"),
  column(`${URN}:department`, "Enterprise", URN),
  column("meta.created", "meta"),
];

describe("choosing", () => {
  it("puts a new column at the end and takes a chosen one away", () => {
    expect(toggled(["a", "b"], "c")).toEqual(["a", "b", "c"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });

  it("moves inside the list only", () => {
    expect(moved(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b", "c"], "a", 9)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], "b", -3)).toEqual(["b", "a", "c"]);
  });
});

describe("the chooser's lists", () => {
  it("shows the chosen in their order and the rest by schema", () => {
    const chosen = [`${URN}:department`, "userName", "gone"];
    expect(shownColumns(OFFERED, chosen, "").map(chooserName)).toEqual(["department", "userName"]);
    expect(otherColumns(OFFERED, chosen, "").map(({ title }) => title)).toEqual(["Core", "meta"]);
  });

  it("searches paths, letter case aside", () => {
    expect(shownColumns(OFFERED, ["userName"], "NAME")).toHaveLength(1);
    expect(otherColumns(OFFERED, ["userName"], " given ")[0]?.columns.map(chooserName)).toEqual([
      "name.givenName",
    ]);
  });
});

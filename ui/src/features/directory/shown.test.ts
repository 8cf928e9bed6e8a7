// The words over a table say what is known and no more.
import { describe, expect, it } from "vitest";

import type { Column } from "../../host/generated/Column";
import type { Summary } from "./listApi";
import { countWords, readingWords, shownWords } from "./shown";

function summary(given: Partial<Summary>): Summary {
  return { rowCount: 0, endSeen: true, findings: [], leftOut: [], ...given };
}

const COLUMN: Column = {
  path: "userName",
  label: "userName",
  schema: "",
  group: "Core",
  dataType: "string",
  multiValued: false,
  sortBy: "userName",
};

describe("countWords", () => {
  it("is exact where the end was seen or the server says", () => {
    expect(countWords(summary({ rowCount: 5000 }))).toBe("5,000");
    expect(countWords(summary({ rowCount: 5000, endSeen: false, totalResults: 5000 }))).toBe(
      "5,000",
    );
    expect(countWords(summary({ rowCount: 300, endSeen: false }))).toBe("at least 300");
    expect(countWords(undefined)).toBeUndefined();
  });
});

describe("shownWords", () => {
  it("names the order and what was left out", () => {
    const known = summary({ rowCount: 212, leftOut: ["members"] });
    expect(shownWords({ plural: "Groups", singular: "Group" }, known, undefined, [])).toBe(
      "212 groups, server order, without members",
    );
    const sort = { by: "userName", descending: true };
    expect(
      shownWords({ plural: "Users", singular: "User" }, summary({ rowCount: 1 }), sort, [COLUMN]),
    ).toBe("1 user, by userName, descending");
    expect(
      shownWords({ plural: "SCIMThings", singular: "SCIMThing" }, undefined, undefined, []),
    ).toBe("Reading SCIMThings");
  });
});

describe("readingWords", () => {
  it("says what is read, and after long what it waits for", () => {
    const reading = { number: 1, offset: 300, startIndex: 301, count: 100 };
    expect(readingWords("Users", reading, false)).toBe("Reading users 301 to 400");
    expect(readingWords("Users", reading, true)).toBe(
      "Waiting for the server to answer startIndex 301",
    );
    expect(readingWords("Users", undefined, false)).toBe("Reading users 1 to 100");
  });

  it("says where the pages lead that are read by cursor on the way", () => {
    const page = { number: 1, offset: 4900, startIndex: 301, count: 100, byCursor: true };
    const words = "Reading users 301 to 400 on the way to 4,901: the server pages by cursor";
    expect(readingWords("Users", page, false)).toBe(words);
    expect(readingWords("Users", page, true)).toBe(words);
    const there = { ...page, startIndex: 4901 };
    expect(readingWords("Users", there, true)).toBe("Reading users 4,901 to 5,000");
  });
});

// A pointer leads to its member or element, whatever the spelling.
import { describe, expect, it } from "vitest";
import { lineAt, locate } from "./locate";

const TEXT = `{
  "active": "true",
  "emails": [
    { "value": "a, \\"b]" , "primary": true },
    { "value": "c" }
  ],
  "urn:x:2.0:User": { "a/b": 1 },
  "n\\u0061me": 2
}`;

describe("locate", () => {
  it.each([
    ["", 1],
    ["/active", 2],
    ["/emails", 3],
    ["/emails/0/primary", 4],
    ["/emails/1", 5],
    ["/emails/1/value", 5],
    ["/urn:x:2.0:User/a~1b", 7],
    ["/name", 8],
  ])("finds %s on line %i", (pointer, line) => {
    expect(lineAt(TEXT, locate(TEXT, pointer))).toBe(line);
  });

  it("gives the nearest container for what is absent", () => {
    expect(lineAt(TEXT, locate(TEXT, "/emails/1/type"))).toBe(5);
    expect(lineAt(TEXT, locate(TEXT, "/emails/7"))).toBe(3);
    expect(lineAt(TEXT, locate(TEXT, "/userName"))).toBe(1);
  });

  it("never runs away on text that is cut", () => {
    for (let length = 0; length < TEXT.length; length += 1) {
      expect(locate(TEXT.slice(0, length), "/emails/1/value")).toBeLessThanOrEqual(length);
    }
  });
});

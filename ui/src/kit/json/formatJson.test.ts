// The formatter may change white space only.
import { describe, expect, it } from "vitest";
import { formatJson, isOneLine } from "./formatJson";

/** Removes white space outside strings, by another way than the formatter's. */
function bare(text: string): string {
  let out = "";
  let inside = false;
  let escaped = false;
  for (const char of text) {
    if (inside) {
      out += char;
      if (escaped) escaped = false;
      else if (char === "\\") escaped = true;
      else if (char === '"') inside = false;
    } else if (!/[ \n\r\t]/.test(char)) {
      out += char;
      inside = char === '"';
    }
  }
  return out;
}

/** A small seeded generator (mulberry32), so that a failure repeats. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const SCALARS = [
  '"a b"',
  '"\\"{,:"',
  '"\\\\"',
  '"\\u00e9 ] "',
  "1.00",
  "-0",
  "1E400",
  "9007199254740993",
  "true",
  "false",
  "null",
];
const SPACES = ["", "", " ", "\n", "\t \r\n"];

function randomJson(random: () => number, depth: number): string {
  const pick = (from: string[]): string => from[Math.floor(random() * from.length)] ?? "";
  const space = () => pick(SPACES);
  const kind = random();
  if (depth === 0 || kind < 0.4) return pick(SCALARS);
  const count = Math.floor(random() * 4);
  const parts = Array.from({ length: count }, () => {
    const value = `${space()}${randomJson(random, depth - 1)}${space()}`;
    return kind < 0.7 ? value : `${space()}"k ${count}"${space()}:${value}`;
  });
  return kind < 0.7 ? `[${space()}${parts.join(",")}]` : `{${parts.join(",")}${space()}}`;
}

describe("formatJson", () => {
  it("puts one member a line and keeps every token", () => {
    expect(formatJson('{"a":1.00,"b":[1,{"c":"x, {y"}],"e":{},"f":[ ]}')).toBe(
      '{\n  "a": 1.00,\n  "b": [\n    1,\n    {\n      "c": "x, {y"\n    }\n  ],\n  "e": {},\n  "f": []\n}',
    );
  });

  it("changes nothing but white space outside strings", () => {
    const random = randomOf(20260721);
    for (let run = 0; run < 2000; run += 1) {
      const text = randomJson(random, 5);
      const formatted = formatJson(text);
      expect(bare(formatted)).toBe(bare(text));
      expect(formatJson(formatted)).toBe(formatted);
      expect(JSON.parse(formatted)).toEqual(JSON.parse(text));
    }
  });

  it("survives text that is not JSON and any cut of one that is", () => {
    const whole = '{"a": ["\\"", 1e5, tru], "b": <html lang="x">';
    for (let length = 0; length <= whole.length; length += 1) {
      const text = whole.slice(0, length);
      expect(bare(formatJson(text))).toBe(bare(text));
    }
  });

  it("says what came on one line", () => {
    expect(isOneLine('{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1"}')).toBe(
      true,
    );
    expect(isOneLine('{\n"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1"}')).toBe(
      false,
    );
    expect(isOneLine('{"id":"1"}')).toBe(false);
  });
});

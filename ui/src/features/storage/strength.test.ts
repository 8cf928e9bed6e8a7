// The hint on a new passphrase: its words for the short, the guessable and the good.
import { expect, test } from "vitest";

import { strengthOf } from "./strength";

test("nothing typed has no strength", () => {
  expect(strengthOf("")).toBeUndefined();
});

test("what is too short says how many characters are missing", () => {
  expect(strengthOf("four")).toEqual({ word: "too short", sentence: "Too short: 8 more to go." });
});

test("characters are counted as people count them", () => {
  expect(strengthOf("🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑")?.sentence).toBe("Too short: 1 more to go.");
});

test.each(["aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "qwertyuiop1234567890", "abababababababab"])(
  "%s is easily guessed",
  (passphrase) => {
    expect(strengthOf(passphrase)?.word).toBe("easily guessed");
  },
);

test("more words are better", () => {
  const words = ["plum orchard", "plum orchard lantern", "plum orchard lantern Tuesday 47"].map(
    (passphrase) => strengthOf(passphrase)?.word,
  );
  expect(words).toEqual(["fair", "good", "strong"]);
});

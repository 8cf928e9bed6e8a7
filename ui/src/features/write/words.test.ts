// What guards a write, how far it is and how it ended, in words.
import { expect, it } from "vitest";

import { aDeletion, aPlan, aResult, aTarget, DONE } from "../../testing/fakeWrites";
import { anError } from "../../testing/fixtures";
import { countsInWords, guardWords, progressWords, sendWord, toldWords } from "./words";

it.each([
  ["ifMatch", /^One PATCH with If-Match\. If somebody changed it meanwhile, the server refuses it/],
  ["readAgain", /^One PATCH\. The server gives no versions, so it is read again just before\./],
  ["none", /^One PATCH\. Only single values are added or taken out/],
] as const)("says that %s guards it", (precondition, words) => {
  expect(guardWords(aPlan({ targets: [aTarget({ precondition })] }))).toMatch(words);
});

it("counts the requests of several resources, and names the method that is sent", () => {
  const targets = [aTarget(), aTarget({ id: "u2" })];
  expect(guardWords(aPlan({ targets }))).toMatch(/^2 PATCH requests, one after the other with/);
  expect(guardWords(aDeletion())).toMatch(/^One DELETE with If-Match/);
  expect(
    guardWords(aPlan({ kind: "create", targets: [aTarget({ precondition: "none" })] })),
  ).toMatch(/Nothing is there yet/);
});

it("says which of several is sent, and how often it was read", () => {
  expect(progressWords({ kind: "sending", at: 2 }, 14)).toBe("Sending 3 of 14");
  expect(progressWords({ kind: "readingBack", at: 0 }, 1)).toBe("Reading back");
  expect(progressWords({ kind: "waiting", at: 0, reads: 2 }, 1)).toBe(
    "Waiting for the server to show it, read 2 times",
  );
});

it("counts outcomes, the most common first", () => {
  const stopped = aResult({ kind: "notSent" });
  expect(countsInWords([stopped, aResult(DONE), aResult(DONE)])).toBe("2 done, 1 not sent");
});

it.each([
  [DONE, "Changed Ana Ruiz: title"],
  [{ kind: "refused", problem: anError() }, "Not done: Changed Ana Ruiz: title"],
  [{ kind: "notSent" }, "Not done: Changed Ana Ruiz: title"],
  [{ kind: "accepted", words: "Later." }, "Not done yet: Changed Ana Ruiz: title"],
  [{ kind: "unknown", problem: anError() }, "Perhaps done: Changed Ana Ruiz: title"],
] as const)("tells of %j no more than what is known", (outcome, words) => {
  expect(toldWords(aResult(outcome, { words: "Changed Ana Ruiz: title" }))).toBe(words);
});

it("names on the button what is done", () => {
  expect(sendWord(aPlan())).toBe("Send");
  expect(sendWord(aDeletion({ targets: [aTarget(), aTarget()] }))).toBe("Delete 2");
  expect(sendWord(aDeletion({ isUndo: true }))).toBe("Undo");
});

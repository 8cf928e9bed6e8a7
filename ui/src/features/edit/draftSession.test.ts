// What is typed and what is answered: in order, and nothing lost.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { CallError } from "../../host/call";
import type { Draft } from "../../host/generated/Draft";
import type { Run } from "../../state/query";
import { aDraft, withField } from "../../testing/fakeDrafts";
import { createDraftSession, SETTLED_MS } from "./draftSession";
import { read, set } from "./typed";

interface Asked {
  name: string;
  request: unknown;
  answer: (draft: Draft) => Promise<void>;
  refuse: (title: string) => Promise<void>;
}

function session(first = aDraft()) {
  const asked: Asked[] = [];
  const run = ((name: string, request: unknown) =>
    new Promise<Draft>((resolve, reject) => {
      asked.push({
        name,
        request,
        answer: async (draft) => {
          resolve(draft);
          await vi.advanceTimersByTimeAsync(0);
        },
        refuse: async (title) => {
          reject(new CallError({ code: "invalidInput", title, detail: "", hints: [] }));
          await vi.advanceTimersByTimeAsync(0);
        },
      });
    })) as Run;
  const made = createDraftSession(first, run);
  const type = (path: string, text: string) =>
    made.type(path, text, read({ control: "text", pointer: `/${path}` }, text));
  return { made, asked, type };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const edits = (it: Asked | undefined) => (it?.request as { edits?: unknown }).edits;

test("letters are sent once they settle, the last ones only", () => {
  const { asked, type } = session();
  type("title", "L");
  vi.advanceTimersByTime(SETTLED_MS - 1);
  type("title", "Le");
  vi.advanceTimersByTime(SETTLED_MS - 1);
  expect(asked).toHaveLength(0);
  vi.advanceTimersByTime(1);
  expect(asked.map(edits)).toEqual([[set("/title", '"Le"')]]);
});

test("what is typed in two fields goes in one call, in the order it was typed", () => {
  const { asked, type } = session();
  type("title", "Lead");
  type("nickName", "Na");
  type("title", "Lead of");
  vi.advanceTimersByTime(SETTLED_MS);
  expect(edits(asked[0])).toEqual([set("/nickName", '"Na"'), set("/title", '"Lead of"')]);
});

test("leaving a field sends it at once", () => {
  const { made, asked, type } = session();
  made.enter("title");
  type("title", "Lead");
  made.leave("title");
  expect(asked).toHaveLength(1);
});

test("an answer never takes the place of letters that were typed since", async () => {
  const { made, asked, type } = session();
  made.enter("title");
  type("title", "Lead");
  vi.advanceTimersByTime(SETTLED_MS);
  type("title", "Leader");
  await asked[0]?.answer(withField(aDraft({ revision: 2 }), "/title", { text: "Lead" }));
  expect(made.typedOf("title")?.text).toBe("Leader");
  vi.advanceTimersByTime(SETTLED_MS);
  expect(edits(asked[1])).toEqual([set("/title", '"Leader"')]);
});

test("edits wait for those before them, so that they arrive in their order", async () => {
  const { made, asked } = session();
  made.edit([set("/a", "1")]);
  made.edit([set("/b", "2")]);
  made.edit([set("/c", "3")]);
  expect(asked.map(edits)).toEqual([[set("/a", "1")]]);
  await asked[0]?.answer(aDraft({ revision: 2 }));
  expect(edits(asked[1])).toEqual([set("/b", "2"), set("/c", "3")]);
});

test("an answer that is older than what is shown is dropped", () => {
  const { made } = session(aDraft({ revision: 5, title: "now" }));
  made.accept(aDraft({ revision: 4, title: "before" }));
  expect(made.draft.read().title).toBe("now");
  made.accept(aDraft({ revision: 6, title: "later" }));
  expect(made.draft.read().title).toBe("later");
});

test("what did not change stays the same object, so that it is not drawn again", () => {
  const { made } = session();
  const before = made.draft.read().sections[1];
  made.accept(withField(aDraft({ revision: 2 }), "/title", { text: "Lead" }));
  expect(made.draft.read().sections[1]).toBe(before);
  expect(made.draft.read().sections[0]?.fields[1]?.text).toBe("Lead");
});

test("an edit that cannot be made takes no other one down", async () => {
  const { made, asked } = session();
  made.edit([set("/first", "0")]);
  made.edit([set("/gone/0", "1")]);
  made.edit([set("/title", '"Lead"')]);
  await asked[0]?.answer(aDraft({ revision: 2 }));
  await asked[1]?.refuse("No such place");
  expect(edits(asked[2])).toEqual([set("/gone/0", "1")]);
  await asked[2]?.refuse("No such place");
  expect(edits(asked[3])).toEqual([set("/title", '"Lead"')]);
  await asked[3]?.answer(aDraft({ revision: 3 }));
  expect(made.failed.read()?.error.title).toBe("No such place");
  expect(made.draft.read().revision).toBe(3);
});

test("a text that was refused stays where it was typed, and can be tried again", async () => {
  const { made, asked, type } = session();
  type("title", "Lead");
  vi.advanceTimersByTime(SETTLED_MS);
  await asked[0]?.refuse("The database is full");
  expect(made.typedOf("title")).toMatchObject({ text: "Lead", kept: false });
  expect(made.typedOf("title")?.problem).toContain("The database is full");
  expect(made.outside.read()).toEqual(["title"]);
  made.failed.read()?.again();
  await asked[1]?.answer(aDraft({ revision: 2 }));
  expect(made.typedOf("title")).toBeUndefined();
  expect(made.outside.read()).toEqual([]);
});

test("what is no value is kept here, and is not sent", async () => {
  const { made, asked } = session();
  made.type("badge", "3x", read({ control: "integer", pointer: "/badge" }, "3x"));
  await Promise.race([made.flush(), vi.advanceTimersByTimeAsync(SETTLED_MS)]);
  expect(asked).toHaveLength(0);
  expect(made.outside.read()).toEqual(["badge"]);
});

test("flushing is done once all of it is answered", async () => {
  const { made, asked, type } = session();
  type("title", "Lead");
  let isDone = false;
  const flushed = made.flush().then(() => (isDone = true));
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(1);
  expect(isDone).toBe(false);
  await asked[0]?.answer(aDraft({ revision: 2 }));
  await flushed;
  expect(isDone).toBe(true);
});

test("a window that goes waits for nothing", () => {
  const { made, asked, type } = session();
  made.edit([set("/a", "1")]);
  type("title", "Lead");
  made.flushNow();
  expect(asked.map(edits)).toEqual([[set("/a", "1")], [set("/title", '"Lead"')]]);
});

test("of several texts of the whole draft only the last one is sent", async () => {
  const { made, asked } = session();
  made.edit([set("/a", "1")]);
  made.text("{");
  vi.advanceTimersByTime(SETTLED_MS);
  made.text("{}");
  vi.advanceTimersByTime(SETTLED_MS);
  await asked[0]?.answer(aDraft({ revision: 2 }));
  expect(asked[1]?.request).toMatchObject({ text: "{}" });
  await asked[1]?.answer(aDraft({ revision: 3 }));
  expect(asked).toHaveLength(2);
});

test("trying again never takes the place of what was typed since", async () => {
  const { made, asked, type } = session();
  type("title", "Lead");
  vi.advanceTimersByTime(SETTLED_MS);
  await asked[0]?.refuse("The database is full");
  const failed = made.failed.read();
  type("title", "Leader");
  failed?.again();
  vi.advanceTimersByTime(SETTLED_MS);
  expect(asked.map(edits)).toEqual([[set("/title", '"Lead"')], [set("/title", '"Leader"')]]);
});

test("what failed is told no more once newer letters of the same field were taken", async () => {
  const { made, asked, type } = session();
  type("title", "Lead");
  vi.advanceTimersByTime(SETTLED_MS);
  await asked[0]?.refuse("The database is full");
  type("nickName", "Na");
  vi.advanceTimersByTime(SETTLED_MS);
  await asked[1]?.answer(aDraft({ revision: 2 }));
  expect(made.failed.read()).toBeDefined();
  type("title", "Leader");
  vi.advanceTimersByTime(SETTLED_MS);
  await asked[2]?.answer(aDraft({ revision: 3 }));
  expect(made.failed.read()).toBeUndefined();
});

// When what is left is written, and that nothing is once its tenant is gone.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { setHost } from "../host/call";
import { fakeHost } from "../testing/fakeHost";
import {
  dropLeft,
  flushLeftWhenHidden,
  forgetLeft,
  keepLeft,
  keepPlace,
  leftPlace,
  leftText,
  readLeft,
} from "./left";

beforeEach(() => {
  vi.useFakeTimers();
  forgetLeft();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function host() {
  const made = fakeHost({
    left_list: () => [{ tenantId: "a", what: "filters", text: "read" }],
  });
  setHost(made);
  return made;
}

test("many changes are written once, the last of them", () => {
  const { requests } = host();
  for (const text of ["1", "2", "3"]) keepLeft("a", "filters", text);
  expect(requests("left_keep")).toEqual([]);
  vi.runAllTimers();
  expect(requests("left_keep")).toEqual([{ tenantId: "a", what: "filters", text: "3" }]);
  keepLeft("a", "filters", "3");
  vi.runAllTimers();
  expect(requests("left_keep")).toHaveLength(1);
});

test("where something is edited is written at once, and what waited is not written over it", () => {
  const { requests } = host();
  keepPlace("a", { screen: "directory", resourceType: "User" });
  const place = { screen: "edit", resourceType: "User", id: "u1", draft: "d1" } as const;
  keepPlace("a", place);
  const written = [{ tenantId: "a", what: "place", text: JSON.stringify(place) }];
  expect(requests("left_keep")).toEqual(written);
  vi.runAllTimers();
  expect(requests("left_keep")).toEqual(written);
});

test("a window that is closed or hidden writes what waits at once, and once", () => {
  const { requests } = host();
  flushLeftWhenHidden();
  keepLeft("a", "filters", "typed");
  keepLeft(undefined, "form", "more");
  keepLeft("b", "filters", "gone");
  dropLeft("b");
  document.dispatchEvent(new Event("visibilitychange"));
  expect(requests("left_keep")).toEqual([]);
  window.dispatchEvent(new Event("pagehide"));
  expect(requests("left_keep")).toEqual([
    { tenantId: "a", what: "filters", text: "typed" },
    { what: "form", text: "more" },
  ]);
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  keepLeft("a", "filters", "last");
  document.dispatchEvent(new Event("visibilitychange"));
  vi.runAllTimers();
  expect(requests("left_keep")).toHaveLength(3);
});

test("nothing of a forgotten tenant is written any more", () => {
  const { requests } = host();
  keepLeft("a", "filters", "1");
  keepLeft("b", "filters", "2");
  dropLeft("a");
  vi.runAllTimers();
  expect(requests("left_keep")).toEqual([{ tenantId: "b", what: "filters", text: "2" }]);
  expect(leftText("a", "filters")).toBeUndefined();
});

test("what is read later does not take the place of what was done in this run", async () => {
  host();
  keepLeft("a", "filters", "done");
  await readLeft();
  expect(leftText("a", "filters")).toBe("done");
});

test("screens that are the same for all tenants are no place to begin at", () => {
  host();
  keepPlace("a", { screen: "directory", resourceType: "Group", filter: "x pr", id: "7" });
  keepPlace("a", { screen: "history" });
  expect(leftPlace("a")).toEqual({ screen: "directory", resourceType: "Group", filter: "x pr" });
  keepPlace("a", { screen: "resource", resourceType: "User", id: "7" });
  expect(leftPlace("a")).toEqual({ screen: "resource", resourceType: "User", id: "7" });
  expect(leftPlace("b")).toBeUndefined();
});

test("what was edited is found again by its draft, and a draft that never came is not begun again", () => {
  host();
  keepPlace("a", { screen: "edit", resourceType: "User", draft: "d1", clonedFrom: "7" });
  expect(leftPlace("a")).toEqual({
    screen: "edit",
    resourceType: "User",
    draft: "d1",
    clonedFrom: "7",
  });
  keepPlace("a", { screen: "merge", resourceType: "User", draft: "d1" });
  expect(leftPlace("a")).toEqual({ screen: "merge", resourceType: "User", draft: "d1" });
  keepPlace("a", { screen: "edit", resourceType: "User" });
  expect(leftPlace("a")).toBeUndefined();
});

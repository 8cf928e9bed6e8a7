// Back, forward and the tenants' own trails.
import { expect, test } from "vitest";

import type { Move } from "./places";
import { initialNavigation, move, trailOf } from "./places";

function after(...steps: Move[]) {
  return steps.reduce(move, initialNavigation());
}

test("back and forward lead the way that was gone", () => {
  const there = after(
    { kind: "enterTenant", tenantId: "a" },
    { kind: "open", place: { screen: "directory", resourceType: "User" } },
    { kind: "open", place: { screen: "history" } },
    { kind: "back" },
  );
  expect(trailOf(there).here).toEqual({ screen: "directory", resourceType: "User" });
  expect(trailOf(move(there, { kind: "forward" })).here).toEqual({ screen: "history" });
});

test("each tenant is found again where it was left", () => {
  const there = after(
    { kind: "enterTenant", tenantId: "a" },
    { kind: "open", place: { screen: "directory", resourceType: "Group" } },
    { kind: "enterTenant", tenantId: "b" },
    { kind: "enterTenant", tenantId: "a" },
  );
  expect(trailOf(there).here).toEqual({ screen: "directory", resourceType: "Group" });
});

test("replacing a place leaves no step to go back to", () => {
  const there = after(
    { kind: "enterTenant", tenantId: "a" },
    { kind: "replace", place: { screen: "directory", resourceType: "User", id: "1" } },
  );
  expect(trailOf(there).past).toEqual([]);
});

test("opening the same place twice is one step", () => {
  const place = { screen: "history" } as const;
  expect(trailOf(after({ kind: "open", place }, { kind: "open", place })).past).toHaveLength(1);
});

test("forgetting a tenant leaves it and every place that showed its form", () => {
  const there = after(
    { kind: "open", place: { screen: "connection", tenantId: "a" } },
    { kind: "enterTenant", tenantId: "a" },
    { kind: "forgetTenant", tenantId: "a" },
  );
  expect(there.tenantId).toBeUndefined();
  expect(trailOf(there)).toEqual({
    past: [{ screen: "start" }],
    here: { screen: "start" },
    future: [],
  });
});

test("an edited place that learns its draft is still one step", () => {
  const there = after(
    { kind: "enterTenant", tenantId: "a" },
    { kind: "open", place: { screen: "edit", resourceType: "User", id: "7" } },
    { kind: "replace", place: { screen: "edit", resourceType: "User", id: "7", draft: "d1" } },
    { kind: "open", place: { screen: "merge", resourceType: "User", draft: "d1" } },
    { kind: "back" },
  );
  expect(trailOf(there).here).toEqual({
    screen: "edit",
    resourceType: "User",
    id: "7",
    draft: "d1",
  });
  expect(trailOf(move(there, { kind: "back" })).here).toEqual({ screen: "start" });
});

// Moving tenants and groups about.
import { expect, test } from "vitest";

import { aTenant } from "../../../testing/fixtures";
import { groupMoved, groupRenamed, groupsOf, inGroup, moved, placesOf } from "./arrangement";

const of = (id: string, group = "") => aTenant({ id, name: id, group });
const tenants = [of("a"), of("b"), of("c", "Bank"), of("d", "Bank"), of("e", "Lab")];

const told = (list: ReturnType<typeof moved>) =>
  list && placesOf(list).map(({ tenantId, group }) => (group ? `${tenantId}/${group}` : tenantId));

test("tenants are told by their groups", () => {
  expect(groupsOf(tenants).map(({ name, tenants }) => [name, tenants.length])).toEqual([
    ["", 2],
    ["Bank", 2],
    ["Lab", 1],
  ]);
});

test("a tenant moves within its group and no further", () => {
  expect(told(moved(tenants, "d", -1))).toEqual(["a", "b", "d/Bank", "c/Bank", "e/Lab"]);
  expect(moved(tenants, "c", -1)).toBeUndefined();
  expect(moved(tenants, "e", 1)).toBeUndefined();
  expect(moved(tenants, "gone", 1)).toBeUndefined();
});

test("a group moves as a whole and never before those without one", () => {
  expect(told(groupMoved(tenants, "Lab", -1))).toEqual(["a", "b", "e/Lab", "c/Bank", "d/Bank"]);
  expect(groupMoved(tenants, "Bank", -1)).toBeUndefined();
  expect(groupMoved(tenants, "Lab", 1)).toBeUndefined();
});

test("a tenant goes to the end of another group, to a new one, and out of its own", () => {
  expect(told(inGroup(tenants, "a", "Bank"))).toEqual(["b", "c/Bank", "d/Bank", "a/Bank", "e/Lab"]);
  expect(told(inGroup(tenants, "c", "New"))).toEqual(["a", "b", "d/Bank", "e/Lab", "c/New"]);
  expect(told(inGroup(tenants, "e", ""))).toEqual(["a", "b", "e", "c/Bank", "d/Bank"]);
  expect(told(inGroup(tenants, "c", "Bank"))).toEqual(told(tenants));
});

test("a renamed group stays where it is, and joins one of the same name", () => {
  expect(told(groupRenamed(tenants, "Bank", "Zürich"))).toEqual([
    "a",
    "b",
    "c/Zürich",
    "d/Zürich",
    "e/Lab",
  ]);
  expect(told(groupRenamed(tenants, "Lab", "Bank"))).toEqual([
    "a",
    "b",
    "c/Bank",
    "d/Bank",
    "e/Bank",
  ]);
});

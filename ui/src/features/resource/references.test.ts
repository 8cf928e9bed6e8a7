// A reference leads to the id that was read from it, whatever was written as its value.
import { expect, it } from "vitest";

import type { Field } from "../../host/generated/Field";
import type { Reference } from "../../host/generated/Reference";
import { factsOf, referencesOf, targetOf, titleOf } from "./references";

function aReference(has: Partial<Reference> = {}): Reference {
  return { value: "26118915", external: false, ...has };
}

function aField(reference: Reference): Field {
  return {
    path: "manager",
    pointer: "/manager",
    name: "manager",
    value: { kind: "reference", ...reference },
    required: false,
    findings: [],
    unknown: false,
  };
}

it("the id of a URI is its target, else the value as served", () => {
  const uri = "https://scim.example/v2/Users/26118915";
  expect(targetOf(aReference({ value: uri, id: "26118915" }))).toBe("26118915");
  expect(targetOf(aReference())).toBe("26118915");
});

it("what lies outside has no target", () => {
  expect(targetOf(aReference({ external: true, id: "1" }))).toBeUndefined();
  expect(referencesOf([aField(aReference({ external: true }))])).toEqual([]);
});

it("looks up each target once, and only those whose name is not known", () => {
  const uri = "https://scim.example/v2/Users/1";
  const fields = [
    aField(aReference({ value: uri, id: "1", resourceType: "User" })),
    aField(aReference({ value: "1", resourceType: "User" })),
    aField(aReference({ value: "2", resourceType: "User", display: "Two" })),
  ];
  expect(referencesOf(fields)).toEqual([{ value: "1", resourceType: "User" }]);
});

it("is called what the server calls it, and its target's own name is told as well", () => {
  const reference = aReference({ display: "A. Lindqvist", uri: "/Users/26118915" });
  expect(titleOf(reference, "Ada Lindqvist")).toBe("A. Lindqvist");
  expect(factsOf(reference, "Ada Lindqvist")).toEqual([
    "A. Lindqvist",
    "in the directory: Ada Lindqvist",
    "26118915",
    "/Users/26118915",
  ]);
  expect(factsOf(reference, "A. Lindqvist")).toEqual([
    "A. Lindqvist",
    "26118915",
    "/Users/26118915",
  ]);
});

it("is called by its target's name where the server gives none, or only the value again", () => {
  expect(titleOf(aReference(), "Ada Lindqvist")).toBe("Ada Lindqvist");
  const repeated = aReference({ display: "26118915" });
  expect(titleOf(repeated, "Ada Lindqvist")).toBe("Ada Lindqvist");
  expect(factsOf(repeated, "Ada Lindqvist")).toEqual(["Ada Lindqvist", "26118915"]);
  expect(titleOf(repeated, undefined)).toBe("26118915");
  expect(titleOf(aReference(), undefined)).toBeUndefined();
});

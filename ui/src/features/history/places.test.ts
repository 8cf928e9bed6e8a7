// The words and the places of findings.
import { expect, it } from "vitest";

import type { LintFinding } from "../../host/generated/LintFinding";
import { aLintFinding } from "../../testing/fakeLint";
import { placeOf, placeWords } from "./places";

function at(part: LintFinding["part"], pointer: string) {
  const finding = aLintFinding({ part, pointer });
  return [placeOf(finding).at, placeWords(finding)];
}

it("says where a finding is in the words of the screen", () => {
  expect(at("responseHead", "/headers/content-type")).toEqual(["header", "header content-type"]);
  expect(at("responseHead", "/status")).toEqual(["status", "status"]);
  expect(at("responseHead", "/elapsed")).toEqual(["time", "time"]);
  expect(at("requestHead", "/query/filter")).toEqual(["url", "parameter filter"]);
  expect(at("requestHead", "/url")).toEqual(["url", "URL"]);
  expect(at("requestHead", "/method")).toEqual(["method", "method"]);
  expect(at("requestBody", "/Operations/0/op")).toEqual(["body", "body"]);
  expect(at("discovery", "/providerConfig/etag")).toEqual([
    "nowhere",
    "what the server says of itself",
  ]);
});

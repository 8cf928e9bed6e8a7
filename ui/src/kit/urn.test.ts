// A tag shows what tells one extension from another.
import { expect, it } from "vitest";

import { pathParts, shortUrn } from "./urn";

it.each([
  ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "enterprise:2.0"],
  ["urn:aurelia:scim:2.0:AureliaHR:User", "AureliaHR:2.0"],
  ["urn:scimscope:params:scim:schemas:extension:workplace:2.0:User", "workplace:2.0"],
  ["urn:aurelia:scim:2.0:User", "aurelia:2.0"],
  ["urn:example:custom", "example:custom"],
  ["nonsense", "nonsense"],
])("%s is %s", (urn, short) => {
  expect(shortUrn(urn)).toBe(short);
});

it.each([
  ["userName", null, "userName"],
  ['emails[type eq "a:b"].value', null, 'emails[type eq "a:b"].value'],
  ["urn:example:2.0:User:department", "urn:example:2.0:User", "department"],
  ['urn:example:2.0:User:desks[value eq "a:b"]', "urn:example:2.0:User", 'desks[value eq "a:b"]'],
])("%s is of %s the attribute %s", (path, schema, attribute) => {
  expect(pathParts(path)).toEqual({ schema, attribute });
});

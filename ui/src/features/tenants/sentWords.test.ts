// The words about what a connection test sent.
import { expect, test } from "vitest";

import { sentCounts, sentWords } from "./sentWords";

test("reads of the server and requests for tokens are told apart", () => {
  const words = (requests: number, tokenRequests: number) => sentWords({ requests, tokenRequests });
  expect(words(0, 0)).toBe("No HTTP request was sent.");
  expect(words(1, 0)).toBe("1 GET request was sent to the SCIM server.");
  expect(words(9, 1)).toBe("9 GET requests were sent to the SCIM server, and 1 token request.");
  expect(words(9, 2)).toBe("9 GET requests were sent to the SCIM server, and 2 token requests.");
  expect(words(0, 1)).toBe("Only 1 token request was sent.");
});

test("a report counts them apart too", () => {
  expect(sentCounts({ requests: 9, tokenRequests: 0 })).toBe("9 GET requests");
  expect(sentCounts({ requests: 9, tokenRequests: 1 })).toBe("9 GET requests, 1 token request");
});

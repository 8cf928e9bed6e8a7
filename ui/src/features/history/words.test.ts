// An exchange is told in words as well as in numbers.
import { expect, it } from "vitest";

import type { Exchange } from "../../host/generated/Exchange";
import { anExchange } from "../../testing/fixtures";
import { countWords, msWords, outcomeOf, statusWords, timingWords } from "./words";

it("tells outcomes apart, and no answer from an answer", () => {
  expect(statusWords(anExchange({ status: 409 }))).toBe("409 Conflict");
  expect(statusWords(anExchange({ status: 418 }))).toBe("418");
  const failed = anExchange();
  delete failed.status;
  expect(statusWords(failed)).toBe("no answer");
  expect([200, 302, 404, 503].map((status) => outcomeOf(anExchange({ status })))).toEqual([
    "ok",
    "info",
    "warn",
    "danger",
  ]);
  expect(outcomeOf(failed)).toBe("danger");
});

it("says where the time went", () => {
  const exchange: Exchange = {
    summary: anExchange({ ms: 84.2 }),
    requestHeaders: [],
    responseHeaders: [],
  };
  expect(timingWords({ ...exchange, toHeadersMs: 79.4, readMs: 4.8 })).toBe(
    "84 ms: first byte after 79, body 4.8",
  );
  expect(timingWords(exchange)).toBe("84 ms");
  expect(msWords(30_012)).toBe("30,012");
  expect(msWords(2)).toBe("2");
});

it("counts requests, and says when the count stopped early", () => {
  expect(countWords(1, false)).toBe("1 request");
  expect(countWords(2418, false)).toBe("2,418 requests");
  expect(countWords(5000, true)).toBe("at least 5,000 requests");
});

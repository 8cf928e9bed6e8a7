// An exchange is told in words as well as in numbers.
import { expect, it } from "vitest";

import type { Exchange } from "../../host/generated/Exchange";
import { outcomeOf, unknownWords } from "../../state/outcome";
import { aReadBack, anExchange, anUnknownWrite } from "../../testing/fixtures";
import { countWords, laterWords, msWords, statusWords, timeParts, timingWords } from "./words";

it("tells outcomes apart, and no answer from an answer", () => {
  expect(statusWords(anExchange({ status: 409 }))).toBe("409 Conflict");
  expect(statusWords(anExchange({ status: 418 }))).toBe("418");
  const failed = anExchange();
  delete failed.status;
  expect(statusWords(failed)).toBe("went well"); // a look at the way to the server
  failed.failure = "refused";
  expect(statusWords(failed)).toBe("no answer");
  expect([200, 302, 404, 503].map((status) => outcomeOf(anExchange({ status })))).toEqual([
    "ok",
    "info",
    "warn",
    "danger",
  ]);
  expect(outcomeOf(failed)).toBe("danger");
});

it("calls an unknown outcome so, and says what was found when it was looked up", () => {
  const at = (time: string) => `at ${time.slice(11, 16)}`;
  expect(unknownWords(anExchange(), at)).toBeUndefined();
  expect(unknownWords(anUnknownWrite(), at)).toBe("Outcome unknown");
  const found = anUnknownWrite({ readBack: aReadBack({ verdict: "notThere" }) });
  expect(unknownWords(found, at)).toBe(
    "Outcome unknown, read back at 07:44: the change is not there",
  );
  expect(statusWords(anUnknownWrite())).toBe("outcome unknown");
  expect(statusWords(anUnknownWrite({ status: 504 }))).toBe("504, outcome unknown");
  expect([undefined, 504].map((status) => outcomeOf(withStatus(status)))).toEqual(["warn", "warn"]);
});

function withStatus(status: number | undefined) {
  return status === undefined ? anUnknownWrite() : anUnknownWrite({ status });
}

it("says where the time went", () => {
  const exchange: Exchange = {
    summary: anExchange({ ms: 84.2 }),
    requestHeaders: [],
    responseHeaders: [],
    times: {},
  };
  expect(timingWords({ ...exchange, times: { reused: true, wait: 79.4, read: 4.8 } })).toBe(
    "84 ms: connection reused, wait 79, read 4.8",
  );
  const made = { ...exchange, times: { reused: false, dns: 0, connect: 21, tls: 43, wait: 20 } };
  expect(timingWords(made)).toBe("84 ms: DNS 0, TCP 21, TLS 43, wait 20");
  expect(timeParts(made).map(({ name }) => name)).toEqual(["dns", "connect", "tls", "wait"]);
  expect(timingWords(exchange)).toBe("84 ms");
  expect(msWords(30_012)).toBe("30,012");
  expect(msWords(2)).toBe("2");
});

it("says that an answer is still to come, and where and when", () => {
  const exchange: Exchange = {
    summary: anExchange({ status: 202, accepted: true }),
    requestHeaders: [],
    responseHeaders: [],
    times: {},
  };
  expect(laterWords(exchange)).toBeUndefined();
  expect(outcomeOf(exchange.summary)).toBe("info");
  const words = laterWords({ ...exchange, later: { monitor: "/jobs/1", retryAfter: "5" } });
  expect(words).toContain("the work is still to be done");
  expect(words).toContain("/jobs/1");
  expect(words).toContain("5 s (Retry-After)");
});

it("counts requests, and says when the count stopped early", () => {
  expect(countWords(1, false)).toBe("1 request");
  expect(countWords(2418, false)).toBe("2,418 requests");
  expect(countWords(5000, true)).toBe("at least 5,000 requests");
});

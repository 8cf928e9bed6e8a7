// What lint says of exchanges, for tests and for looking at screens.
import type { ExchangeLinted } from "../host/generated/ExchangeLinted";
import type { LintFinding } from "../host/generated/LintFinding";

export function aLintFinding(changed: Partial<LintFinding> = {}): LintFinding {
  return {
    rule: "S01",
    title: "The wrong media type",
    why: "Strict clients refuse anything but `application/scim+json`.",
    section: "RFC 7644 §3.1",
    severity: "warning",
    message: "The answer is marked `text/plain`.",
    part: "responseHead",
    pointer: "/headers/content-type",
    ...changed,
  };
}

/** A total that lies at its line, a wrong media type, and rules that were not judged. */
export function someLint(): ExchangeLinted {
  return {
    request: {
      findings: [],
      judged: 30,
      notJudged: [
        {
          what: "a preset of this vendor that speaks of it",
          rules: [{ id: "R10", title: "More members than the vendor takes at once" }],
        },
      ],
    },
    response: {
      findings: [
        aLintFinding({
          rule: "X50",
          title: "A list whose envelope is not right",
          why: "Clients page by `totalResults`.",
          section: "RFC 7644 §3.4.2",
          severity: "error",
          message: "`totalResults` is 5000, but there are fewer.",
          part: "responseBody",
          pointer: "/totalResults",
        }),
        aLintFinding(),
        aLintFinding({
          rule: "X32",
          title: "No `Retry-After`",
          severity: "info",
          message: "No `Retry-After` says when to come back.",
          pointer: "/status",
        }),
      ],
      judged: 41,
      notJudged: [
        {
          what: "the server's own schemas",
          rules: [
            { id: "S11", title: "`meta` incomplete or contradictory" },
            { id: "X41", title: "An answer that does not fit the schemas" },
          ],
        },
      ],
    },
  };
}

/** Nothing was found. */
export function noLint(): ExchangeLinted {
  const { request, response } = someLint();
  return { request, response: { ...response, findings: [] } };
}

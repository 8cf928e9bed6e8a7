// A connection test as text for a ticket. Holds no secret: the backend redacts what servers say.
import type { TenantTested } from "../../host/generated/TenantTested";
import { formatMs } from "../../kit/format";

/** Where the words begin behind `Said:`. */
const INDENT = " ".repeat(17);

/** Of a base URL as it was pasted; what stands behind it is not used, and may be a token. */
export function testReport(baseUrl: string, tested: TenantTested, version: string): string {
  const lines = tested.steps.flatMap((step) => {
    const time = step.ms === undefined ? "" : ` (${formatMs(step.ms)})`;
    const head = `${step.state.padEnd(8)} ${step.name}${time}: ${step.detail}`;
    const found = step.suggestion === undefined ? [] : [`         Use:    ${step.suggestion}`];
    if (!step.problem) return [head, ...found];
    const { said, cause, remedy } = step.problem;
    return [
      head,
      `         Said:   ${said.replaceAll("\n", `\n${INDENT}`)}`,
      `         Cause:  ${cause}`,
      `         Remedy: ${remedy}`,
      ...found,
    ];
  });
  const outcome = tested.stoppedAt === undefined ? "passed" : `stopped at ${tested.stoppedAt}`;
  const requests = tested.requests === 1 ? "1 GET request" : `${tested.requests} GET requests`;
  const place = baseUrl.trim().replace(/[?#].*$/s, "");
  return [
    `Connection test of ${place}: ${outcome}, ${formatMs(tested.ms)}, ${requests}`,
    ...lines,
    `Scimscope ${version}`,
    "",
  ].join("\n");
}

// A connection test as text for a ticket. Holds no secret: the backend redacts what servers say.
import type { PresentedChain } from "../../host/generated/PresentedChain";
import type { TenantTested } from "../../host/generated/TenantTested";
import { formatMs } from "../../kit/format";
import { sentCounts } from "./sentWords";

/** Where the words begin behind `Said:`. */
const INDENT = " ".repeat(17);

/** Of a base URL as it was pasted; what stands behind it is not used, and may be a token. */
export function testReport(baseUrl: string, tested: TenantTested, version: string): string {
  const lines = tested.steps.flatMap((step) => {
    const time = step.ms === undefined ? "" : ` (${formatMs(step.ms)})`;
    const head = `${step.state.padEnd(8)} ${step.name}${time}: ${step.detail}`;
    const found = step.suggestion === undefined ? [] : [`         Use:    ${step.suggestion}`];
    const shown = step.chain === undefined ? [] : chainLines(step.chain);
    if (!step.problem) return [head, ...shown, ...found];
    const { said, cause, remedy } = step.problem;
    return [
      head,
      `         Said:   ${said.replaceAll("\n", `\n${INDENT}`)}`,
      `         Cause:  ${cause}`,
      `         Remedy: ${remedy}`,
      ...shown,
      ...found,
    ];
  });
  const outcome = tested.stoppedAt === undefined ? "passed" : `stopped at ${tested.stoppedAt}`;
  const place = baseUrl.trim().replace(/[?#].*$/s, "");
  return [
    `Connection test of ${place}: ${outcome}, ${formatMs(tested.ms)}, ${sentCounts(tested)}`,
    ...lines,
    `Scimscope ${version}`,
    "",
  ].join("\n");
}

/** What each certificate says, one below the other, and who is trusted. */
function chainLines({ certificates, leftOut, authority }: PresentedChain): string[] {
  const lines = certificates.flatMap((it, place) => [
    `         Certificate ${place + 1}: ${it.subject}`,
    `${INDENT}for ${it.names.join(", ")}${it.moreNames > 0 ? ` and ${it.moreNames} more` : ""}`,
    `${INDENT}issued by ${it.isSelfSigned ? "itself" : it.issuer}`,
    `${INDENT}valid from ${it.validFrom ?? "?"} until ${it.validTo ?? "?"}`,
    `${INDENT}SHA-256 ${it.fingerprint}`,
    ...(it.fault === undefined ? [] : [`${INDENT}${it.fault}`]),
  ]);
  if (leftOut > 0) lines.push(`         ${leftOut} more certificates`);
  if (authority) {
    const whose = authority.isOwn ? "of this tenant" : "of the system";
    lines.push(`         Trusted: ${authority.subject}, an authority ${whose}`);
  }
  return lines.filter((line) => line !== `${INDENT}for `);
}

// Findings as marks in the gutter of a text.
import type { Finding } from "../../host/generated/Finding";
import { lineAt, locate } from "../../kit/json/locate";
import type { Mark, MarkTone } from "../../kit/json/mark";

const TONES: Record<Finding["severity"], MarkTone> = {
  error: "danger",
  warning: "warn",
  info: "info",
};

/** What is marked is the text that is drawn: laid out, or as received. */
export function marksOf(drawn: string, findings: readonly Finding[]): Mark[] {
  return findings.map((finding) => ({
    line: lineAt(drawn, locate(drawn, finding.pointer)),
    tone: TONES[finding.severity],
    text: `${finding.rule}: ${finding.message}`,
  }));
}

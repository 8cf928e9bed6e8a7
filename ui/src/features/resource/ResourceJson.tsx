// A resource as the text that was received, with what is odd about it beside the lines and below.
import { useState } from "react";

import type { Finding } from "../../host/generated/Finding";
import { JsonPane } from "../../kit/json/JsonPane";
import type { MarkTone } from "../../kit/json/mark";
import { lineAt, locate } from "../../kit/json/locate";
import { writeClipboard } from "../../host/call";
import { FindingList, SeverityIcon } from "./FindingList";
import styles from "./resource.module.css";

const TONES: Record<Finding["severity"], MarkTone> = {
  error: "danger",
  warning: "warn",
  info: "info",
};

const SEVERITIES = ["error", "warning", "info"] as const;

/** How many findings there are of each weight. */
function Counts({ findings }: { findings: readonly Finding[] }) {
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((it) => it.severity === severity).length,
  })).filter(({ count }) => count > 0);
  return (
    <span className={styles.counts} data-testid="json-counts">
      {counts.map(({ severity, count }) => (
        <span key={severity}>
          <SeverityIcon severity={severity} />
          {count}
        </span>
      ))}
    </span>
  );
}

interface ResourceJsonProps {
  text: string;
  findings: readonly Finding[];
}

/** From top to bottom of the text; of one line the gravest first. */
function inOrder(text: string, findings: readonly Finding[]): Finding[] {
  const lines = new Map(findings.map((it) => [it, lineAt(text, locate(text, it.pointer))]));
  return findings.toSorted(
    (one, other) =>
      (lines.get(one) ?? 0) - (lines.get(other) ?? 0) ||
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}

export function ResourceJson({ text, findings }: ResourceJsonProps) {
  const [goTo, setGoTo] = useState<{ line: number }>();
  // What is marked is the text that is drawn: laid out, or as received.
  const marksIn = (drawn: string) =>
    findings.map((finding) => ({
      line: lineAt(drawn, locate(drawn, finding.pointer)),
      tone: TONES[finding.severity],
      text: finding.message,
    }));
  return (
    <JsonPane
      label="JSON of the resource"
      text={text}
      lead={findings.length > 0 ? <Counts findings={findings} /> : undefined}
      marksIn={marksIn}
      goTo={goTo}
      copy={writeClipboard}
    >
      {(drawn) =>
        findings.length > 0 && (
          <div className={styles.jsonFindings} data-testid="json-findings">
            <FindingList
              findings={inOrder(drawn, findings)}
              line={(finding) => lineAt(drawn, locate(drawn, finding.pointer))}
              onLine={(line) => setGoTo({ line })}
            />
          </div>
        )
      }
    </JsonPane>
  );
}

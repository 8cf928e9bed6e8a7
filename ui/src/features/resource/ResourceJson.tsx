// A resource as the text that was received, with what is odd about it beside the lines and below.
import { useState } from "react";

import { writeClipboard } from "../../host/call";
import type { Finding } from "../../host/generated/Finding";
import type { Resource } from "../../host/generated/Resource";
import { JsonPane } from "../../kit/json/JsonPane";
import { lineAt, locate } from "../../kit/json/locate";
import { byWeight, FindingCounts, FindingList, type ListedFinding } from "../finding/FindingList";
import { marksOf } from "../finding/findingMarks";
import { useLintOf } from "./lint";
import styles from "./resource.module.css";

/** From top to bottom of the text; of one line the gravest first. */
function inOrder(text: string, findings: readonly ListedFinding[]): ListedFinding[] {
  const lines = new Map(findings.map((it) => [it, lineOf(text, it)]));
  return findings.toSorted(
    (one, other) => (lines.get(one) ?? 0) - (lines.get(other) ?? 0) || byWeight(one, other),
  );
}

function lineOf(text: string, { pointer }: Finding): number {
  return lineAt(text, locate(text, pointer));
}

export function ResourceJson({ resource }: { resource: Resource }) {
  const [goTo, setGoTo] = useState<{ line: number }>();
  const findings: readonly ListedFinding[] = [...resource.findings, ...useLintOf(resource)];
  const counts = (
    <span className={styles.counts} data-testid="json-counts">
      <FindingCounts findings={findings} />
    </span>
  );
  return (
    <JsonPane
      label="JSON of the resource"
      text={resource.text}
      lead={findings.length > 0 ? counts : undefined}
      marksIn={(drawn) => marksOf(drawn, findings)}
      goTo={goTo}
      copy={writeClipboard}
    >
      {(drawn) =>
        findings.length > 0 && (
          <div className={styles.jsonFindings} data-testid="json-findings">
            <FindingList
              findings={inOrder(drawn, findings)}
              place={(finding) => {
                const line = lineOf(drawn, finding);
                return { label: `line ${line}`, go: () => setGoTo({ line }) };
              }}
            />
          </div>
        )
      }
    </JsonPane>
  );
}

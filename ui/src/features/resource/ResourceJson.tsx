// A resource as the text that was received, with what is odd about it beside the lines and below.
import { useState } from "react";

import type { Finding } from "../../host/generated/Finding";
import { JsonPane } from "../../kit/json/JsonPane";
import type { MarkTone } from "../../kit/json/mark";
import { lineAt, locate } from "../../kit/json/locate";
import { writeClipboard } from "../../host/call";
import { FindingList } from "./FindingList";
import styles from "./resource.module.css";

const TONES: Record<Finding["severity"], MarkTone> = {
  error: "danger",
  warning: "warn",
  info: "info",
};

interface ResourceJsonProps {
  text: string;
  findings: readonly Finding[];
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
      marksIn={marksIn}
      goTo={goTo}
      copy={writeClipboard}
    >
      {(drawn) =>
        findings.length > 0 && (
          <div className={styles.jsonFindings} data-testid="json-findings">
            <FindingList
              findings={findings}
              line={(finding) => lineAt(drawn, locate(drawn, finding.pointer))}
              onLine={(line) => setGoTo({ line })}
            />
          </div>
        )
      }
    </JsonPane>
  );
}

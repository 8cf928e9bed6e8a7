// Findings one below the other: icon, rule, what it means, and the section that says so.
import { CircleX, Info, TriangleAlert } from "lucide-react";

import type { Finding } from "../../host/generated/Finding";
import type { Severity } from "../../host/generated/Severity";
import { Prose } from "../../kit/Prose";
import { Tag } from "../../kit/Tag";
import styles from "./finding.module.css";

const ICONS = { error: CircleX, warning: TriangleAlert, info: Info };
const WORDS: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };

/** The icon of a severity, with its word for those who do not see it. */
export function SeverityIcon({ severity }: { severity: Severity }) {
  const Icon = ICONS[severity];
  return <Icon size={14} role="img" aria-label={WORDS[severity]} className={styles[severity]} />;
}

interface FindingListProps {
  findings: readonly Finding[];
  /** Where each is in the text, from 1; a press leads there. */
  line?: ((finding: Finding) => number) | undefined;
  onLine?: ((line: number) => void) | undefined;
}

/** A list of findings. */
export function FindingList({ findings, line, onLine }: FindingListProps) {
  return (
    <ul className={styles.list}>
      {findings.map((finding, place) => (
        <li key={place} className={styles.item} data-testid="finding">
          <SeverityIcon severity={finding.severity} />
          <div className={styles.head}>
            <Tag tone="line" className={styles.rule}>
              {finding.rule}
            </Tag>
            <span className={styles.section}>{finding.section}</span>
            {line && onLine && (
              <button type="button" className={styles.line} onClick={() => onLine(line(finding))}>
                line {line(finding)}
              </button>
            )}
          </div>
          <p className={styles.message}>
            <Prose text={finding.message} />
          </p>
        </li>
      ))}
    </ul>
  );
}

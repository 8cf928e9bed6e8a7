// Findings one below the other: how much each weighs, its rule, what it means, the section that says so, and on demand why.
import { CircleX, Info, TriangleAlert } from "lucide-react";

import type { Finding } from "../../host/generated/Finding";
import type { Severity } from "../../host/generated/Severity";
import { Disclosure } from "../../kit/Disclosure";
import { Prose } from "../../kit/Prose";
import { Tag } from "../../kit/Tag";
import styles from "./finding.module.css";

const ICONS = { error: CircleX, warning: TriangleAlert, info: Info };
const WORDS: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };
const SEVERITIES = ["error", "warning", "info"] as const;

/** A finding, with the words of its rule where a rule of lint made it. */
export type ListedFinding = Finding & { title?: string; why?: string };

/** Where a finding is, and the way there where there is one. */
export interface FindingPlace {
  label: string;
  go?: (() => void) | undefined;
}

/** The icon of a severity, with its word for those who do not see it. */
export function SeverityIcon({ severity }: { severity: Severity }) {
  const Icon = ICONS[severity];
  return <Icon size={14} role="img" aria-label={WORDS[severity]} className={styles[severity]} />;
}

/** How many findings there are of each weight: "1 error, 2 warnings". */
export function countsInWords(findings: readonly Finding[]): string {
  const words = countsOf(findings).map(({ severity, count }) => {
    const word = WORDS[severity].toLowerCase();
    return `${count} ${count === 1 ? word : `${word}s`}`;
  });
  return words.join(", ");
}

function countsOf(findings: readonly Finding[]) {
  return SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((it) => it.severity === severity).length,
  })).filter(({ count }) => count > 0);
}

/** How many findings there are of each weight, by their icons. */
export function FindingCounts({ findings }: { findings: readonly Finding[] }) {
  return countsOf(findings).map(({ severity, count }) => (
    <span key={severity} className={styles.count}>
      <SeverityIcon severity={severity} />
      {count}
    </span>
  ));
}

/** The gravest first, as they are listed where they stand at one place. */
export function byWeight(one: Finding, other: Finding): number {
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);
}

interface FindingListProps {
  findings: readonly ListedFinding[];
  place?: ((finding: ListedFinding) => FindingPlace) | undefined;
}

/** A list of findings. */
export function FindingList({ findings, place }: FindingListProps) {
  return (
    <ul className={styles.list}>
      {findings.map((finding, at) => (
        <FindingItem key={at} finding={finding} place={place?.(finding)} />
      ))}
    </ul>
  );
}

interface FindingItemProps {
  finding: ListedFinding;
  place: FindingPlace | undefined;
}

function FindingItem({ finding, place }: FindingItemProps) {
  const { severity, rule, section, title, message, why } = finding;
  return (
    <li className={styles.item} data-testid="finding" data-rule={rule}>
      <SeverityIcon severity={severity} />
      <div className={styles.head}>
        <span className={styles[severity]}>{WORDS[severity]}</span>
        <Tag tone="line" className={styles.rule}>
          {rule}
        </Tag>
        <span className={styles.section}>{section}</span>
        {place && <Place {...place} />}
      </div>
      {title !== undefined && (
        <p className={styles.title}>
          <Prose text={title} />
        </p>
      )}
      <p className={styles.message}>
        <Prose text={message} />
      </p>
      {why !== undefined && (
        <Disclosure label="Why it matters" className={styles.why}>
          <Prose text={why} />
        </Disclosure>
      )}
    </li>
  );
}

function Place({ label, go }: FindingPlace) {
  if (!go) return <span className={styles.nowhere}>{label}</span>;
  return (
    <button type="button" className={styles.line} onClick={go}>
      {label}
    </button>
  );
}

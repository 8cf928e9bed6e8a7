// Headers as sent, those with findings marked; on demand also those that should be there and are not.
import { useRef } from "react";

import type { Header } from "../../host/generated/Header";
import type { LintFinding } from "../../host/generated/LintFinding";
import { UserText } from "../../kit/UserText";
import { useSought } from "../../kit/useSought";
import { SeverityIcon } from "../finding/FindingList";
import styles from "./history.module.css";
import { placeOf } from "./places";

interface HeaderLinesProps {
  headers: readonly Header[];
  findings: readonly LintFinding[];
  /** The header that somebody looks for. */
  sought?: { name: string } | undefined;
  /** Also those that are missing, where that is found. */
  withMissing?: boolean | undefined;
}

export function HeaderLines({ headers, findings, sought, withMissing }: HeaderLinesProps) {
  const lines = withMissing ? [...headers, ...missing(headers, findings)] : headers;
  const first = lines.findIndex(({ name }) => name.toLowerCase() === sought?.name);
  return (
    <dl className={styles.headers}>
      {lines.map(({ name, value }, place) => (
        <HeaderLine
          key={place}
          name={name}
          value={value}
          finding={findings.find((it) => headerOf(it) === name.toLowerCase())}
          sought={place === first ? sought : undefined}
        />
      ))}
    </dl>
  );
}

function headerOf(finding: LintFinding): string | undefined {
  const place = placeOf(finding);
  return place.at === "header" ? place.name : undefined;
}

/** The headers that findings speak of and that were not sent. */
function missing(headers: readonly Header[], findings: readonly LintFinding[]) {
  const sent = new Set(headers.map(({ name }) => name.toLowerCase()));
  const names = new Set(findings.map(headerOf).filter((name) => name !== undefined));
  return [...names].filter((name) => !sent.has(name)).map((name) => ({ name, value: undefined }));
}

interface HeaderLineProps {
  name: string;
  /** Absent where the header is. */
  value: string | undefined;
  finding: LintFinding | undefined;
  sought: object | undefined;
}

function HeaderLine({ name, value, finding, sought }: HeaderLineProps) {
  const line = useRef<HTMLDivElement>(null);
  useSought(line, sought);
  return (
    <div
      ref={line}
      tabIndex={-1}
      data-severity={finding?.severity}
      data-header={name.toLowerCase()}
      title={finding?.message}
    >
      <dt>
        <UserText text={name} />:
      </dt>
      <dd>
        {value === undefined ? (
          <span className={styles.absent}>not there</span>
        ) : (
          <UserText text={value} />
        )}
      </dd>
      {finding && (
        <dd className={styles.headerMark}>
          <SeverityIcon severity={finding.severity} />
        </dd>
      )}
    </div>
  );
}

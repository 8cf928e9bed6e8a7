// What the rules say of a request or an answer: each finding with the way to its place, then what was judged and what
// was not.
import type { UseQueryResult } from "@tanstack/react-query";

import type { Lacking } from "../../host/generated/Lacking";
import type { LintedSide } from "../../host/generated/LintedSide";
import type { LintFinding } from "../../host/generated/LintFinding";
import { Disclosure } from "../../kit/Disclosure";
import { ErrorCard } from "../../kit/ErrorCard";
import { formatNumber } from "../../kit/format";
import { lineAt, locate } from "../../kit/json/locate";
import { useDrawn } from "../../kit/json/useDrawn";
import { Prose } from "../../kit/Prose";
import { Skeleton } from "../../kit/WaitLine";
import { FindingList, type FindingPlace, type ListedFinding } from "../finding/FindingList";
import styles from "./history.module.css";
import { placeOf, placeWords } from "./places";

/** One half of what lint says, as it comes. */
export type LintResult = Pick<UseQueryResult, "error" | "refetch"> & {
  side: LintedSide | undefined;
};

interface LintPaneProps {
  result: LintResult;
  /** The body as JSON, where it is that: findings then lead to lines. */
  json: string | undefined;
  /** Leads to the place of a finding; in JSON to a line. */
  onPlace: (finding: LintFinding, line: number | undefined) => void;
}

export function LintPane({ result, json, onPlace }: LintPaneProps) {
  const { side, error, refetch } = result;
  if (error && !side) {
    return (
      <div className={styles.place}>
        <ErrorCard error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!side) {
    return (
      <div className={styles.place} aria-busy>
        <Skeleton width="56%" />
      </div>
    );
  }
  return <Said side={side} json={json} onPlace={onPlace} />;
}

interface SaidProps extends Pick<LintPaneProps, "json" | "onPlace"> {
  side: LintedSide;
}

function Said({ side, json, onPlace }: SaidProps) {
  const { drawn } = useDrawn(json ?? "");
  const { findings } = side;
  const place = (listed: ListedFinding): FindingPlace => {
    const finding = findings.find((it) => it === listed);
    if (!finding) return { label: "" };
    const { at } = placeOf(finding);
    if (at === "nowhere") return { label: placeWords(finding) };
    if (at === "body" && json !== undefined) {
      const line = lineAt(drawn, locate(drawn, finding.pointer));
      return { label: `line ${formatNumber(line)}`, go: () => onPlace(finding, line) };
    }
    return { label: placeWords(finding), go: () => onPlace(finding, undefined) };
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <div className={styles.lint} tabIndex={0} role="group" aria-label="Findings">
      {findings.length > 0 ? (
        <FindingList findings={findings} place={place} />
      ) : (
        <p className={styles.nothing}>No rule found anything.</p>
      )}
      <Judged side={side} />
    </div>
  );
}

function Judged({ side: { judged, notJudged } }: { side: LintedSide }) {
  const open = notJudged.reduce((sum, { rules }) => sum + rules.length, 0);
  const words = judged === 1 ? "1 rule was judged" : `${formatNumber(judged)} rules were judged`;
  if (open === 0) return <p className={styles.judged}>{words}.</p>;
  return (
    <Disclosure
      className={styles.judged}
      label={`${words}, ${formatNumber(open)} could not be`}
      testId="lint-judged"
    >
      {notJudged.map((lacking) => (
        <NotJudged key={lacking.what} lacking={lacking} />
      ))}
    </Disclosure>
  );
}

function NotJudged({ lacking: { what, rules } }: { lacking: Lacking }) {
  return (
    <div className={styles.lacking}>
      <p>For lack of {what}:</p>
      <ul>
        {rules.map(({ id, title }) => (
          <li key={id}>
            <span className={styles.ruleId}>{id}</span> <Prose text={title} />
          </li>
        ))}
      </ul>
    </div>
  );
}

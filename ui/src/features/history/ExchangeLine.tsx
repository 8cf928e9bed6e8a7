// How an exchange went, in a line: what was asked, what came, how long it took, and how much lint finds.
import { type ReactNode, useRef } from "react";

import type { Exchange } from "../../host/generated/Exchange";
import type { ExchangeLinted } from "../../host/generated/ExchangeLinted";
import { Button } from "../../kit/Button";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { useSought } from "../../kit/useSought";
import { visibleText } from "../../kit/visible";
import { outcomeOf } from "../../state/outcome";
import { countsInWords, FindingCounts } from "../finding/FindingList";
import styles from "./history.module.css";
import type { Place } from "./places";
import { TimeBar } from "./TimeBar";
import { statusWords, timeParts, timingWords } from "./words";

interface ExchangeLineProps {
  exchange: Exchange;
  /** What lint says, as soon as it does. */
  linted: ExchangeLinted | undefined;
  /** The place that somebody looks for. */
  sought: Place | undefined;
  /** Shows the findings of one half. */
  onFindings: (side: "request" | "response") => void;
}

export function ExchangeLine({ exchange, linted, sought, onFindings }: ExchangeLineProps) {
  const { summary, httpVersion, requestId } = exchange;
  const parts = timeParts(exchange);
  const timing = timingWords(exchange);
  return (
    <div className={styles.line}>
      <Piece at="method" sought={sought}>
        <span className={styles.method} data-method={summary.method}>
          <UserText text={summary.method} />
        </span>
      </Piece>
      <Piece at="url" sought={sought} className={styles.url} title={visibleText(summary.url)}>
        <UserText text={summary.url} />
      </Piece>
      <Piece at="status" sought={sought}>
        <Tag tone={outcomeOf(summary)}>{statusWords(summary)}</Tag>
      </Piece>
      {summary.accepted && summary.status !== 202 && <Tag tone="info">accepted for later</Tag>}
      <TimeBar parts={parts} />
      <Piece at="time" sought={sought} className={styles.timing} title={timing}>
        {timing}
      </Piece>
      {httpVersion !== undefined && <span className={styles.version}>{httpVersion}</span>}
      {requestId !== undefined && (
        <span className={styles.requestId} title={visibleText(requestId)}>
          request id <UserText text={requestId} className="mono" />
        </span>
      )}
      {linted && <Findings linted={linted} onFindings={onFindings} />}
    </div>
  );
}

interface PieceProps {
  at: Place["at"];
  sought: Place | undefined;
  className?: string | undefined;
  title?: string | undefined;
  children: ReactNode;
}

/** A part of the line that findings lead to. */
function Piece({ at, sought, className, title, children }: PieceProps) {
  const piece = useRef<HTMLSpanElement>(null);
  useSought(piece, sought?.at === at ? sought : undefined);
  return (
    <span
      ref={piece}
      tabIndex={-1}
      data-place={at}
      className={className ?? styles.piece}
      title={title}
    >
      {children}
    </span>
  );
}

interface FindingsProps {
  linted: ExchangeLinted;
  onFindings: ExchangeLineProps["onFindings"];
}

/** How much was found; leads to the half in which the gravest is. */
function Findings({ linted: { request, response }, onFindings }: FindingsProps) {
  const all = [...request.findings, ...response.findings];
  if (all.length === 0) return null;
  const gravest = (severity: string) => request.findings.some((it) => it.severity === severity);
  const worst = ["error", "warning", "info"].find((it) => all.some((one) => one.severity === it));
  const words = countsInWords(all);
  return (
    <Button
      small
      kind="ghost"
      className={styles.found}
      aria-label={`Findings: ${words}`}
      title={words}
      data-testid="exchange-findings"
      onClick={() => onFindings(gravest(worst ?? "") ? "request" : "response")}
    >
      <FindingCounts findings={all} />
    </Button>
  );
}

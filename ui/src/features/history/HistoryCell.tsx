// A cell of the history: every value is text, the status has its number and the method its name.
import { CircleQuestionMark, Hourglass } from "lucide-react";
import { memo } from "react";

import type { ExchangeSummary } from "../../host/generated/ExchangeSummary";
import type { Tenant } from "../../host/generated/Tenant";
import { formatBytes } from "../../kit/format";
import { atWords, clockTime, dayBefore, exactTime } from "../../kit/grid/when";
import { Dot } from "../../kit/Dot";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { outcomeOf, statusOf, unknownWords } from "../../state/outcome";
import styles from "./history.module.css";
import { msWords, statusWords } from "./words";

interface HistoryCellProps {
  exchange: ExchangeSummary;
  column: string;
  tenant: Tenant | undefined;
  now: number;
}

const SLOW_MS = 2_000;

function When({ exchange, now }: { exchange: ExchangeSummary; now: number }) {
  const at = exchange.startedAt;
  const day = dayBefore(at, now);
  const outcome = outcomeOf(exchange);
  return (
    <time dateTime={at} title={exactTime(at)} className={styles.time}>
      <span className={styles.mark}>
        {(outcome === "warn" || outcome === "danger" || exchange.accepted) && (
          <Dot tone={outcome} />
        )}
      </span>
      {clockTime(at)}
      {day !== undefined && <span className={styles.day}>{day}</span>}
    </time>
  );
}

/** The server has only taken the request on. */
function LaterMark() {
  return (
    <span className={styles.laterMark} title="Accepted, to be done later">
      <Hourglass size={12} role="img" aria-label="accepted for later" />
    </span>
  );
}

/** What is known of a write that nobody knows the outcome of. */
function UnknownMark({ words, isTold }: { words: string; isTold: boolean }) {
  return (
    <span className={styles.unknown} data-told={isTold} title={words} data-testid="outcome-mark">
      <CircleQuestionMark size={12} aria-hidden="true" />
      <span className={styles.cut}>{words}</span>
    </span>
  );
}

function Path({ exchange, now }: { exchange: ExchangeSummary; now: number }) {
  const unknown = unknownWords(exchange, (at) => atWords(at, now));
  const path = (
    <span className={styles.path} title={visibleText(exchange.url)}>
      <UserText text={exchange.path} />
    </span>
  );
  if (unknown === undefined) return path;
  return (
    <span className={styles.marked}>
      {path}
      <UnknownMark words={unknown} isTold={exchange.readBack?.verdict === "there"} />
    </span>
  );
}

export const HistoryCell = memo(function HistoryCell({
  exchange,
  column,
  tenant,
  now,
}: HistoryCellProps) {
  switch (column) {
    case "time":
      return <When exchange={exchange} now={now} />;
    case "tenant":
      return (
        <span className={styles.tenant} data-tenant={tenant?.colour ?? "grey"}>
          <Dot tone="tenant" />
          {tenant ? (
            <UserText text={tenant.name} className={styles.cut} />
          ) : (
            // A tenant that is erased takes its history along: what has none was never saved.
            <i className={styles.unsaved}>not saved</i>
          )}
        </span>
      );
    case "method":
      return (
        <span className={styles.method} data-method={exchange.method}>
          <UserText text={exchange.method} />
        </span>
      );
    case "path":
      return <Path exchange={exchange} now={now} />;
    case "status":
      return (
        <span
          className={styles.status}
          data-outcome={outcomeOf(exchange)}
          title={visibleText(exchange.failure ?? statusWords(exchange))}
        >
          {statusOf(exchange)}
          {exchange.accepted && <LaterMark />}
        </span>
      );
    case "ms":
      return (
        <span className={exchange.ms >= SLOW_MS ? styles.slow : undefined}>
          {msWords(exchange.ms)}
        </span>
      );
    case "size":
      return <span className={styles.size}>{formatBytes(exchange.sizeBytes)}</span>;
    case "askedBy":
      return (
        <span className={styles.askedBy}>
          <UserText text={exchange.askedBy} />
        </span>
      );
    default:
      return null;
  }
});

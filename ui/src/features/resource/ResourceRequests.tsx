// The requests about one resource: each leads to its place in the history. One tab stop, arrows move.
import { History } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";

import type { ExchangeSummary } from "../../host/generated/ExchangeSummary";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorCard } from "../../kit/ErrorCard";
import { formatMs, formatNumber } from "../../kit/format";
import { atWords, clockTime, dayBefore, exactTime } from "../../kit/grid/when";
import { LinkButton } from "../../kit/LinkButton";
import { useNow } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { Skeleton } from "../../kit/WaitLine";
import { useNavigate } from "../../state/navigation";
import { outcomeOf, statusOf, unknownWords } from "../../state/outcome";
import type { ResourceId } from "./api";
import styles from "./requests.module.css";
import { useRequestsAbout } from "./requests";

export function ResourceRequests({ which }: { which: ResourceId }) {
  const { data, error, refetch } = useRequestsAbout(which);
  if (error && !data) {
    return (
      <div className={styles.place}>
        <ErrorCard error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data) {
    return (
      <div className={styles.place} aria-busy>
        <Skeleton width="56%" />
      </div>
    );
  }
  return (
    <div className={styles.requests}>
      {data.total === 0 ? <NoRequests /> : <RequestList exchanges={data.exchanges} />}
      <Foot id={which.id} total={data.total} shown={data.exchanges.length} />
    </div>
  );
}

function NoRequests() {
  return (
    <EmptyState
      icon={<History size={16} aria-hidden="true" />}
      title="Not asked for by itself yet"
      why="It came with a list, or its requests are no longer in the history."
    />
  );
}

function RequestList({ exchanges }: { exchanges: readonly ExchangeSummary[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState<string>();
  const navigate = useNavigate();
  const now = useNow();
  const stop = exchanges.some(({ id }) => id === at) ? at : exchanges[0]?.id;
  const onKeyDown = (event: KeyboardEvent) => {
    // Ctrl+J and Ctrl+K are shortcuts, not steps.
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const place = buttons.findIndex((it) => it === document.activeElement);
    const next = target(event.key, place, buttons.length);
    if (next === undefined) return;
    buttons[next]?.focus();
    event.preventDefault();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- one tab stop: arrows move within it
    <ul
      ref={list}
      className={styles.list}
      aria-label="Requests about this"
      data-testid="requests-about"
      onKeyDown={onKeyDown}
    >
      {exchanges.map((exchange) => (
        <li key={exchange.id}>
          <button
            type="button"
            className={styles.row}
            data-id={exchange.id}
            tabIndex={exchange.id === stop ? 0 : -1}
            onFocus={() => setAt(exchange.id)}
            onClick={() => navigate.open({ screen: "history", exchangeId: exchange.id })}
          >
            <Row exchange={exchange} now={now} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function target(key: string, place: number, count: number): number | undefined {
  switch (key) {
    case "ArrowDown":
    case "j":
      return Math.min(place + 1, count - 1);
    case "ArrowUp":
    case "k":
      return Math.max(place - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}

function Row({ exchange, now }: { exchange: ExchangeSummary; now: number }) {
  const { startedAt, method, failure, accepted, ms, askedBy, url } = exchange;
  const day = dayBefore(startedAt, now);
  const clock = clockTime(startedAt);
  const unknown = unknownWords(exchange, (at) => atWords(at, now));
  return (
    <>
      <time dateTime={startedAt} title={exactTime(startedAt)} className={styles.time}>
        {day === undefined ? clock : `${day} ${clock.slice(0, 5)}`}
      </time>
      <span className={styles.method} data-method={method} title={visibleText(url)}>
        <UserText text={method} />
      </span>
      <span
        className={styles.status}
        data-outcome={outcomeOf(exchange)}
        title={failure === undefined ? undefined : visibleText(failure)}
      >
        {statusOf(exchange)}
        {accepted && " later"}
      </span>
      <span className={styles.askedBy}>
        <UserText text={askedBy} />
      </span>
      <span className={styles.ms}>{formatMs(ms)}</span>
      {unknown !== undefined && (
        <span className={styles.unknown} data-told={exchange.readBack?.verdict === "there"}>
          {unknown}
        </span>
      )}
    </>
  );
}

interface FootProps {
  id: string;
  total: number;
  shown: number;
}

/** What is listed, and the way to what is not: lists that held it, references to it. */
function Foot({ id, total, shown }: FootProps) {
  const navigate = useNavigate();
  return (
    <p className={styles.foot}>
      {total > shown && <>The newest {formatNumber(shown)} are shown. </>}
      {total > 0 && (
        <>Listed are requests for this resource by its own URL, not the lists that held it. </>
      )}
      <LinkButton onClick={() => navigate.open({ screen: "history", text: id })}>
        Search the history for its id
      </LinkButton>
    </p>
  );
}

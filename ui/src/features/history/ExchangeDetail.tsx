// One exchange: how it went in a line, then request and response side by side.
import { CircleAlert, CircleCheck, Hourglass } from "lucide-react";

import type { Exchange } from "../../host/generated/Exchange";
import { Button } from "../../kit/Button";
import { classes } from "../../kit/classes";
import { ErrorCard } from "../../kit/ErrorCard";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { Skeleton } from "../../kit/WaitLine";
import { outcomeOf } from "../../state/outcome";
import { useExchange } from "./api";
import styles from "./history.module.css";
import { MessagePane } from "./MessagePane";
import { TimeBar } from "./TimeBar";
import { laterWords, statusWords, timeParts, timingWords } from "./words";

function ExchangeLine({ exchange }: { exchange: Exchange }) {
  const { summary, httpVersion, requestId } = exchange;
  const parts = timeParts(exchange);
  const timing = timingWords(exchange);
  return (
    <div className={styles.line}>
      <span className={styles.method} data-method={summary.method}>
        <UserText text={summary.method} />
      </span>
      <span className={styles.url} title={visibleText(summary.url)}>
        <UserText text={summary.url} />
      </span>
      <Tag tone={outcomeOf(summary)}>{statusWords(summary)}</Tag>
      {summary.accepted && summary.status !== 202 && <Tag tone="info">accepted for later</Tag>}
      <TimeBar parts={parts} />
      <span className={styles.timing} title={timing}>
        {timing}
      </span>
      {httpVersion !== undefined && <span className={styles.version}>{httpVersion}</span>}
      {requestId !== undefined && (
        <span className={styles.requestId} title={visibleText(requestId)}>
          request id <UserText text={requestId} className="mono" />
        </span>
      )}
    </div>
  );
}

function Failure({ reason }: { reason: string }) {
  return (
    <div className={styles.failure} role="status">
      <CircleAlert size={16} aria-hidden="true" />
      <p>
        <span className={styles.failureTitle}>There was no answer.</span> <UserText text={reason} />
      </p>
    </div>
  );
}

function Seen({ words }: { words: string }) {
  return (
    <div className={classes(styles.failure, styles.seen)} role="status">
      <CircleCheck size={16} aria-hidden="true" />
      <p>
        <span className={styles.failureTitle}>Seen:</span> <UserText text={words} />
      </p>
    </div>
  );
}

interface ExchangeDetailProps {
  id: string;
  /** Puts the focus back into the list. */
  onLeave: () => void;
}

export function ExchangeDetail({ id, onLeave }: ExchangeDetailProps) {
  const { data, error, refetch } = useExchange(id);
  if (error && !data) {
    return (
      <div className={styles.place}>
        <ErrorCard
          error={error}
          actions={
            <Button kind="primary" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  }
  if (!data) {
    return (
      <div className={styles.place} aria-busy>
        <Skeleton width="38%" />
      </div>
    );
  }
  const { summary } = data;
  const later = laterWords(data);
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape leads back to the list from anywhere in it
    <div
      className={styles.detail}
      data-testid="exchange-detail"
      data-id={summary.id}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onLeave();
      }}
    >
      <ExchangeLine exchange={data} />
      {later !== undefined && (
        <p className={styles.later} role="note">
          <Hourglass size={14} aria-hidden="true" />
          <span>
            <UserText text={later} />
          </span>
        </p>
      )}
      <div className={styles.messages}>
        <MessagePane
          title="Request"
          headers={data.requestHeaders}
          body={data.requestBody}
          nothing={
            data.seen === undefined
              ? `${summary.method} without a body`
              : "A look at the way to the server: no HTTP request was sent"
          }
        />
        {data.seen !== undefined ? (
          <Seen words={data.seen} />
        ) : summary.failure !== undefined && summary.status === undefined ? (
          <Failure reason={summary.failure} />
        ) : (
          <MessagePane
            title="Response"
            headers={data.responseHeaders}
            body={data.responseBody}
            nothing="The response has no body"
            notice={summary.failure}
          />
        )}
      </div>
    </div>
  );
}

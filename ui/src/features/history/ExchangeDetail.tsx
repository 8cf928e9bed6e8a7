// One exchange: how it went in a line, then request and response side by side, each with what lint finds in it.
import { CircleAlert, CircleCheck, Hourglass } from "lucide-react";
import { useState } from "react";

import type { Exchange } from "../../host/generated/Exchange";
import type { LintedSide } from "../../host/generated/LintedSide";
import { classes } from "../../kit/classes";
import { ErrorCard } from "../../kit/ErrorCard";
import { UserText } from "../../kit/UserText";
import { Skeleton } from "../../kit/WaitLine";
import { OutcomeNotice } from "../outcome/OutcomeNotice";
import { useExchange, useLint } from "./api";
import { ExchangeLine } from "./ExchangeLine";
import styles from "./history.module.css";
import { MessagePane, type MessageTab } from "./MessagePane";
import type { Place } from "./places";
import { laterWords } from "./words";

function Failure({ reason, title }: { reason: string; title: string }) {
  return (
    <div className={styles.failure} role="status">
      <CircleAlert size={16} aria-hidden="true" />
      <p>
        <span className={styles.failureTitle}>{title}</span> <UserText text={reason} />
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
        <ErrorCard error={error} onRetry={() => void refetch()} />
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
  return <Detail exchange={data} onLeave={onLeave} />;
}

interface DetailProps {
  exchange: Exchange;
  onLeave: () => void;
}

/** Which view of each message is chosen. */
interface Chosen {
  request: MessageTab;
  response: MessageTab;
}

function Detail({ exchange, onLeave }: DetailProps) {
  const { summary, seen } = exchange;
  const [tabs, setTabs] = useState<Chosen>({ request: "body", response: "body" });
  const [sought, setSought] = useState<Place>();
  const isLook = seen !== undefined || ["DNS", "TCP", "TLS"].includes(summary.method);
  const { data, error, refetch } = useLint(summary.id);
  const hasAnswer = summary.status !== undefined;
  const lint = (side: LintedSide | undefined) => (isLook ? undefined : { side, error, refetch });
  const later = laterWords(exchange);
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
      <ExchangeLine
        exchange={exchange}
        linted={isLook ? undefined : data}
        sought={sought}
        onFindings={(side) => setTabs({ ...tabs, [side]: "findings" })}
      />
      {summary.outcomeUnknown && <OutcomeNotice key={`outcome ${summary.id}`} exchange={summary} />}
      {later !== undefined && (
        <p className={styles.later} role="note">
          <Hourglass size={14} aria-hidden="true" />
          <span>
            <UserText text={later} />
          </span>
        </p>
      )}
      {/* Another exchange: what was led to in the one before is not looked for in it. */}
      <div className={styles.messages} key={`messages ${summary.id}`}>
        <MessagePane
          title="Request"
          headers={exchange.requestHeaders}
          body={exchange.requestBody}
          nothing={
            seen === undefined
              ? `${summary.method} without a body`
              : "A look at the way to the server: no HTTP request was sent"
          }
          lint={lint(data?.request)}
          tab={tabs.request}
          onTab={(request) => setTabs({ ...tabs, request })}
          onPlace={setSought}
        />
        {seen !== undefined ? (
          <Seen words={seen} />
        ) : summary.failure !== undefined && !hasAnswer ? (
          <Failure title="There was no answer." reason={summary.failure} />
        ) : (
          <MessagePane
            title="Response"
            headers={exchange.responseHeaders}
            body={exchange.responseBody}
            nothing="The response has no body"
            notice={summary.failure}
            lint={lint(data?.response)}
            tab={tabs.response}
            onTab={(response) => setTabs({ ...tabs, response })}
            onPlace={setSought}
          />
        )}
      </div>
    </div>
  );
}

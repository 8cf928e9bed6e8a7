// What stands in the table's place where there is no table: it could not be read, was cancelled, or is empty.
import { Ban, FilterX, Inbox } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorCard } from "../../kit/ErrorCard";
import { formatNumber } from "../../kit/format";
import { SignInHere } from "../signin/SignInAgain";
import styles from "./directory.module.css";
import { inSentence } from "../../state/plural";
import type { TableRows } from "./useTableRows";

interface ListStateProps {
  rows: TableRows;
  plural: string;
  sorted: boolean;
  onServerOrder: () => void;
  filtered: boolean;
  onClearFilter: () => void;
  onExchange: (id: string) => void;
  /** The table. */
  children: ReactNode;
}

function ShowRequest({
  exchange,
  onExchange,
}: {
  exchange: string | undefined;
  onExchange: (id: string) => void;
}) {
  if (exchange === undefined) return null;
  return <Button onClick={() => onExchange(exchange)}>Show request</Button>;
}

function emptyWords({ summary }: TableRows): string {
  const total = summary?.totalResults;
  if (total === undefined) return "The server answered with an empty list.";
  if (total === 0) return "The server answered with totalResults 0.";
  return `The server says totalResults ${formatNumber(total)} but returned none. This token may not see them.`;
}

function noneWords({ summary }: TableRows): string {
  const total = summary?.totalResults;
  if (total === undefined || total === 0) {
    return "The server answered the filter with an empty list. Letter case counts where the schema says caseExact.";
  }
  return `The server says totalResults ${formatNumber(total)} for this filter but returned none. This token may not see them.`;
}

export function ListState(props: ListStateProps) {
  const { rows, plural, sorted, onServerOrder, filtered, onClearFilter } = props;
  const { onExchange, children } = props;
  const { summary, error } = rows;
  if (rows.failed && error) {
    const needsSignIn = error.code === "signInNeeded";
    return (
      <div className={styles.place}>
        <ErrorCard
          error={error}
          onRetry={needsSignIn ? undefined : rows.retry}
          actions={
            <>
              {needsSignIn && <SignInHere onDone={rows.retry} />}
              {sorted && <Button onClick={onServerOrder}>Use the server&apos;s order</Button>}
              {filtered && <Button onClick={onClearFilter}>Clear filter</Button>}
              <ShowRequest exchange={error.exchange} onExchange={onExchange} />
            </>
          }
        />
      </div>
    );
  }
  if (rows.stopped) {
    return (
      <div className={styles.place}>
        <EmptyState
          icon={<Ban size={16} aria-hidden="true" />}
          title="Reading was cancelled"
          why={`No ${inSentence(plural)} were read. The request was dropped.`}
          actions={
            <Button kind="primary" onClick={rows.retry}>
              Read again
            </Button>
          }
        />
      </div>
    );
  }
  if (summary?.rowCount === 0 && summary.endSeen) {
    return (
      <div className={styles.place}>
        <EmptyState
          testId="list-empty"
          icon={
            filtered ? (
              <FilterX size={16} aria-hidden="true" />
            ) : (
              <Inbox size={16} aria-hidden="true" />
            )
          }
          title={`No ${inSentence(plural)} ${filtered ? "match" : "here"}`}
          why={filtered ? noneWords(rows) : emptyWords(rows)}
          actions={
            <>
              {filtered && (
                <Button kind="primary" data-testid="empty-clear-filter" onClick={onClearFilter}>
                  Clear filter
                </Button>
              )}
              <Button onClick={rows.reload}>Read again</Button>
              <ShowRequest exchange={summary.exchange} onExchange={onExchange} />
            </>
          }
        />
      </div>
    );
  }
  return children;
}

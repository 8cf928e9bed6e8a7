// What was written to one resource from here, newest first, with what changed and the way back.
import { FileClock } from "lucide-react";

import type { ChangeEntry } from "../../host/generated/ChangeEntry";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorCard } from "../../kit/ErrorCard";
import { formatNumber } from "../../kit/format";
import { clockTime, dayBefore, exactTime } from "../../kit/grid/when";
import { LinkButton } from "../../kit/LinkButton";
import { useNow } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { Skeleton } from "../../kit/WaitLine";
import { useNavigate } from "../../state/navigation";
import { DiffBlocks } from "../write/DiffBlocks";
import { useWrite } from "../write/useWrite";
import { useChangesOf } from "./api";
import { OutcomeWord, UndoButton, UndoMarks } from "./ChangeParts";
import styles from "./changes.module.css";
import { outcomeMeanings } from "./words";
import { showChange } from "./shown";

interface ResourceChangesProps {
  which: { tenantId: string; resourceType: string; id: string };
}

export function ResourceChanges({ which }: ResourceChangesProps) {
  const { data, error, refetch } = useChangesOf(which);
  const { start, dialog, busy } = useWrite(which.tenantId);
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
  const { changes, isMore } = data;
  return (
    <div className={styles.ofOne} data-testid="resource-changes">
      {changes.length === 0 ? (
        <EmptyState
          icon={<FileClock size={16} aria-hidden="true" />}
          title="Not changed from here yet"
          why="What is written to it from here is listed here, with a way to undo it."
        />
      ) : (
        <ol aria-label="Changes of this">
          {changes.map((entry) => (
            <li key={entry.change} className={styles.card} data-id={entry.change}>
              <Card
                tenantId={which.tenantId}
                entry={entry}
                busy={busy}
                onUndo={(change) => start({ kind: "undo", change })}
              />
            </li>
          ))}
        </ol>
      )}
      <Foot shown={changes.length} isMore={isMore} />
      {dialog}
    </div>
  );
}

interface CardProps {
  tenantId: string;
  entry: ChangeEntry;
  busy: boolean;
  onUndo: (change: string) => void;
}

function Card({ tenantId, entry, busy, onUndo }: CardProps) {
  const { at, words, outcome, changes, exchange, change } = entry;
  const navigate = useNavigate();
  const day = dayBefore(at, useNow());
  const clock = clockTime(at).slice(0, 5);
  return (
    <>
      <p className={styles.cardHead}>
        <time dateTime={at} title={exactTime(at)}>
          {day === undefined ? clock : `${day} ${clock}`}
        </time>
        <span className={styles.marks}>
          <UndoMarks entry={entry} />
          <OutcomeWord outcome={outcome} />
        </span>
      </p>
      <p className={styles.cardWords}>
        <UserText text={words} />
      </p>
      {outcome !== "done" && <p className={styles.meaning}>{outcomeMeanings[outcome]}</p>}
      {changes.length > 0 && <DiffBlocks label="What changed" changes={changes} />}
      <div className={styles.cardActions}>
        <UndoButton entry={entry} busy={busy} onUndo={onUndo} />
        {exchange !== undefined && (
          <Button
            small
            kind="ghost"
            onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}
          >
            Request
          </Button>
        )}
        <Button
          small
          kind="ghost"
          onClick={() => {
            showChange(tenantId, change);
            navigate.open({ screen: "changes" });
          }}
        >
          Details
        </Button>
      </div>
    </>
  );
}

function Foot({ shown, isMore }: { shown: number; isMore: boolean }) {
  const navigate = useNavigate();
  return (
    <p className={styles.foot}>
      {isMore && <>The newest {formatNumber(shown)} are shown. </>}
      {shown > 0 && <>Listed is what was written from here, not what others wrote. </>}
      <LinkButton onClick={() => navigate.open({ screen: "changes" })}>
        All changes of this tenant
      </LinkButton>
    </p>
  );
}

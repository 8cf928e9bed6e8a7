// What changed of one resource, newest first: what was written from here, with the way back, and what was found by reading.
import { FileClock } from "lucide-react";

import type { ChangeEntry } from "../../host/generated/ChangeEntry";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorCard } from "../../kit/ErrorCard";
import { formatNumber } from "../../kit/format";
import { LinkButton } from "../../kit/LinkButton";
import { UserText } from "../../kit/UserText";
import { Skeleton } from "../../kit/WaitLine";
import { useNavigate } from "../../state/navigation";
import { DiffBlocks } from "../write/DiffBlocks";
import { useWrite } from "../write/useWrite";
import { useChangesOf, useFoundChanges } from "./api";
import { OutcomeWord, UndoButton, UndoMarks } from "./ChangeParts";
import styles from "./changes.module.css";
import { FoundCard, Moment } from "./FoundCard";
import { showChange } from "./shown";
import { together } from "./together";
import { outcomeMeanings } from "./words";

interface ResourceChangesProps {
  which: { tenantId: string; resourceType: string; id: string };
  /** When the resource was read that is shown: what another read shows is looked for then. */
  readAt: string;
}

export function ResourceChanges({ which, readAt }: ResourceChangesProps) {
  const { data, error, refetch } = useChangesOf(which);
  const found = useFoundChanges(which, readAt);
  const { start, dialog, busy } = useWrite(which.tenantId);
  if (error && !data) {
    return (
      <div className={styles.place}>
        <ErrorCard error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data || found.isPending) {
    return (
      <div className={styles.place} aria-busy>
        <Skeleton width="56%" />
      </div>
    );
  }
  const { changes, isMore } = data;
  const { found: others = [], since } = found.data ?? {};
  // Older ones than those that are listed would stand alone at the end, as if nothing had been between.
  const oldest = isMore ? changes.at(-1)?.at : undefined;
  const items = together(changes, others, oldest);
  return (
    <div className={styles.ofOne} data-testid="resource-changes">
      {items.length === 0 ? (
        <EmptyState
          icon={<FileClock size={16} aria-hidden="true" />}
          title="No change is known"
          why="What is written to it from here is listed here, with a way to undo it; and what others change, once another read of it shows that."
        />
      ) : (
        <ol aria-label="Changes of this">
          {items.map((it) =>
            it.kind === "own" ? (
              <li key={it.entry.change} className={styles.card} data-id={it.entry.change}>
                <Card
                  tenantId={which.tenantId}
                  entry={it.entry}
                  busy={busy}
                  onUndo={(change) => start({ kind: "undo", change })}
                />
              </li>
            ) : (
              <li key={`found ${it.at}`} className={styles.card} data-found="">
                <FoundCard found={it.found} />
              </li>
            ),
          )}
        </ol>
      )}
      {found.error && (
        <p role="status" className={styles.foot}>
          What others changed could not be looked up: <UserText text={found.error.title} />.
        </p>
      )}
      <Foot shown={changes.length} isMore={isMore} since={since} />
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
  return (
    <>
      <p className={styles.cardHead}>
        <span>
          <Moment at={at} /> <span className={styles.who}>from here</span>
        </span>
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

interface FootProps {
  shown: number;
  isMore: boolean;
  /** When the first read was that the history has. */
  since: string | undefined;
}

function Foot({ shown, isMore, since }: FootProps) {
  const navigate = useNavigate();
  return (
    <p className={styles.foot}>
      {isMore && <>The newest {formatNumber(shown)} are shown. </>}
      {since !== undefined && (
        <>
          Your writes, and differences between reads since <Moment at={since} />.{" "}
        </>
      )}
      <LinkButton onClick={() => navigate.open({ screen: "changes" })}>
        All changes of this tenant
      </LinkButton>
    </p>
  );
}

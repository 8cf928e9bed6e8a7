// A change that was not made from here: what differs between two reads, and that it was made at some time between them.
import type { FoundChange } from "../../host/generated/FoundChange";
import { Button } from "../../kit/Button";
import { clockTime, dayBefore, exactTime } from "../../kit/grid/when";
import { Tag } from "../../kit/Tag";
import { useNow } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { useNavigate } from "../../state/navigation";
import { DiffBlocks } from "../write/DiffBlocks";
import styles from "./changes.module.css";

const CLOSE_MS = 120_000;

export function FoundCard({ found }: { found: FoundChange }) {
  const { seenBefore, seenAt, lastModified, changes, exchange, exchangeBefore } = found;
  const navigate = useNavigate();
  // Within a minute or two the seconds tell the times apart.
  const isClose = Date.parse(seenAt) - Date.parse(seenBefore) < CLOSE_MS;
  return (
    <>
      <p className={styles.cardHead}>
        <span>
          <Moment at={seenAt} /> <span className={styles.who}>not from here</span>
        </span>
        <span className={styles.marks}>
          <Tag>found by reading</Tag>
        </span>
      </p>
      <p className={styles.meaning}>
        Made between <Moment exact={isClose} at={seenBefore} /> and{" "}
        <Moment exact={isClose} at={seenAt} />, when it was read.
        {lastModified !== undefined && (
          <>
            {" "}
            The server says{" "}
            {Number.isNaN(Date.parse(lastModified)) ? (
              <UserText text={lastModified} />
            ) : (
              <Moment exact={isClose} at={lastModified} />
            )}
            .
          </>
        )}
      </p>
      <DiffBlocks label="What changed" changes={changes} />
      <div className={styles.cardActions}>
        <Button
          small
          kind="ghost"
          onClick={() => navigate.open({ screen: "history", exchangeId: exchangeBefore })}
        >
          Read before
        </Button>
        <Button
          small
          kind="ghost"
          onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}
        >
          Read after
        </Button>
      </div>
    </>
  );
}

/** A moment as cards of changes tell it: the day where that is not today, and the time. */
export function Moment({ at, exact }: { at: string; exact?: boolean }) {
  const day = dayBefore(at, useNow());
  const clock = clockTime(at).slice(0, exact ? 8 : 5);
  return (
    <time dateTime={at} title={exactTime(at)}>
      {day === undefined ? clock : `${day} ${clock}`}
    </time>
  );
}

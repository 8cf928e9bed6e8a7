// What the draft changes, one change below the other: what was there, what will be, and the way back.
import { Undo2 } from "lucide-react";
import { memo } from "react";

import type { PendingChange } from "../../host/generated/PendingChange";
import type { Violation } from "../../host/generated/Violation";
import { IconButton } from "../../kit/IconButton";
import { Pager, usePage } from "../../kit/Pager";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { DiffLines } from "../write/DiffLines";
import styles from "./changes.module.css";
import { useDraft, useDraftSession } from "./session";

interface ChangeListProps {
  /** Brings the place into view. */
  onGoTo: (pointer: string) => void;
}

export function ChangeList({ onGoTo }: ChangeListProps) {
  const { changes, violations } = useDraft();
  const page = usePage(changes);
  if (changes.length === 0) {
    return (
      <p className={styles.none}>
        Nothing is changed. What you edit stands here before it is sent.
      </p>
    );
  }
  return (
    <div className={styles.list}>
      <ul aria-label="Pending changes">
        {page.shown.map((change) => (
          <ChangeItem
            key={change.path}
            change={change}
            isInvalid={isInvalid(change, violations)}
            onGoTo={onGoTo}
          />
        ))}
      </ul>
      <Pager page={page} what="changes" />
    </div>
  );
}

function isInvalid({ pointer }: PendingChange, violations: readonly Violation[]): boolean {
  return violations.some(
    ({ finding }) =>
      finding.severity === "error" &&
      (finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`)),
  );
}

interface ChangeItemProps extends ChangeListProps {
  change: PendingChange;
  isInvalid: boolean;
}

const ChangeItem = memo(function ChangeItem({ change, isInvalid, onGoTo }: ChangeItemProps) {
  const session = useDraftSession();
  const { path, pointer, op, before, after, secret, leftOut } = change;
  return (
    <li className={styles.change} data-testid="pending-change" data-path={path}>
      <div className={styles.path}>
        <button
          type="button"
          className={styles.name}
          title={visibleText(path)}
          onClick={() => onGoTo(pointer)}
        >
          <UserText breaks text={path} />
        </button>
        {isInvalid && <Tag tone="danger">invalid</Tag>}
        <span className={styles.op}>{op}</span>
        <IconButton
          small
          label={`Revert ${visibleText(path)}`}
          className={styles.revert}
          icon={<Undo2 size={13} aria-hidden="true" />}
          onClick={() => session.edit([{ kind: "revert", path }])}
        />
      </div>
      <DiffLines before={before} after={after} />
      {secret && <p className={styles.remark}>A secret: it is sent, and never shown.</p>}
      {leftOut !== undefined && (
        <p className={styles.remark}>
          <UserText text={leftOut} />
        </p>
      )}
    </li>
  );
});

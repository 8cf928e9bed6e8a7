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
import type { DiffPart } from "../write/wordDiff";
import { wordDiff } from "../write/wordDiff";
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
  const marked = before !== undefined && after !== undefined ? wordDiff(before, after) : undefined;
  return (
    <li className={styles.change} data-testid="pending-change" data-path={path}>
      <div className={styles.path}>
        <button
          type="button"
          className={styles.name}
          title={visibleText(path)}
          onClick={() => onGoTo(pointer)}
        >
          <UserText text={path} />
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
      {before !== undefined && <Line gone parts={marked?.before ?? whole(before)} />}
      {after !== undefined && <Line parts={marked?.after ?? whole(after)} />}
      {secret && <p className={styles.remark}>A secret: it is sent, and never shown.</p>}
      {leftOut !== undefined && (
        <p className={styles.remark}>
          <UserText text={leftOut} />
        </p>
      )}
    </li>
  );
});

function whole(text: string): DiffPart[] {
  return [{ text, changed: text !== "" }];
}

function Line({ parts, gone }: { parts: readonly DiffPart[]; gone?: boolean }) {
  const Kind = gone ? "del" : "ins";
  const isEmpty = parts.every(({ text }) => text === "");
  return (
    <Kind className={gone ? styles.gone : styles.come}>
      <span aria-hidden="true">{gone ? "-" : "+"}</span>
      <span className={styles.value}>
        {isEmpty
          ? '""'
          : parts.map(({ text, changed }, at) =>
              changed ? (
                <b key={at}>
                  <UserText lines text={text} />
                </b>
              ) : (
                <UserText key={at} lines text={text} />
              ),
            )}
      </span>
    </Kind>
  );
}

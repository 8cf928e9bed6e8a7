// One group that a resource is in: its name, how it is in it, and leaving it.
import { memo } from "react";

import { Button } from "../../kit/Button";
import { LinkButton } from "../../kit/LinkButton";
import { Tag } from "../../kit/Tag";
import { userText, UserText } from "../../kit/UserText";
import { hintLines, visibleText } from "../../kit/visible";
import { factsOf } from "../resource/references";
import { Avatar } from "./Avatar";
import { type GroupRow, INDIRECT } from "./groupRows";
import styles from "./groups.module.css";

interface GroupLineProps {
  index: number;
  top: number;
  cursor: boolean;
  group: GroupRow;
  /** The groups by which it is in this one, where that was found out. */
  through: readonly GroupRow[] | undefined;
  /** The group does not list it any more. */
  onlyHere: boolean;
  canLeave: boolean;
}

function nameOf({ title, id }: GroupRow): string {
  return title ?? id;
}

function How({ group, through, onlyHere }: Pick<GroupLineProps, "group" | "through" | "onlyHere">) {
  if (group.dangling) return <Tag tone="danger">not found</Tag>;
  if (onlyHere) return <Tag tone="warn">only here</Tag>;
  if (through && through.length > 0) {
    const names = through.map(nameOf).join(", ");
    return (
      <span className={styles.through} title={visibleText(`by ${names}`)}>
        by <UserText text={names} />
      </span>
    );
  }
  return group.kind === undefined ? null : (
    <Tag tone={group.kind === INDIRECT ? "line" : "plain"}>
      <UserText text={group.kind} />
    </Tag>
  );
}

function DrawnGroupLine(props: GroupLineProps) {
  const { index, top, cursor, group, canLeave } = props;
  const stop = cursor ? 0 : -1;
  return (
    <div
      role="row"
      data-testid="group-row"
      data-row={index}
      data-id={group.id}
      data-doubt={group.dangling || props.onlyHere || undefined}
      aria-rowindex={index + 1}
      tabIndex={stop}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div
        role="gridcell"
        className={styles.group}
        title={hintLines(...factsOf(group.reference, group.title))}
      >
        <Avatar name={undefined} group off={group.dangling} />
        <LinkButton tabIndex={-1} data-action="open">
          {userText(nameOf(group), group.title === undefined ? styles.id : undefined)}
        </LinkButton>
      </div>
      <div role="gridcell" className={styles.how}>
        <How {...props} />
      </div>
      <div role="gridcell" className={styles.leave}>
        {canLeave && (
          <Button
            small
            kind="ghost"
            tabIndex={stop}
            data-action="leave"
            aria-label={`Leave ${visibleText(nameOf(group))}`}
          >
            Leave
          </Button>
        )}
      </div>
    </div>
  );
}

export const GroupLine = memo(DrawnGroupLine);

// One member in the table: its sign or its checkbox, who it is, how it stands, and the way back for a change.
import { memo } from "react";

import type { MemberRow } from "../../host/generated/MemberRow";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import { Dot } from "../../kit/Dot";
import { LinkButton } from "../../kit/LinkButton";
import { Tag } from "../../kit/Tag";
import { userText } from "../../kit/UserText";
import { hintLines, visibleText } from "../../kit/visible";
import { Skeleton } from "../../kit/WaitLine";
import { Avatar } from "./Avatar";
import styles from "./members.module.css";

interface MemberLineProps {
  index: number;
  top: number;
  /** Absent while its window is read. */
  member: MemberRow | undefined;
  /** What was found out about a member that the group does not name. */
  name: ReferenceName | undefined;
  checked: boolean;
  cursor: boolean;
  /** The name of the group's own resource type. */
  groupType: string;
}

const WIDTHS = ["44%", "62%", "50%", "38%", "56%"];

function Waiting({ index }: { index: number }) {
  return (
    <div role="gridcell" className={styles.wait}>
      <Skeleton width={WIDTHS[index % WIDTHS.length] ?? "50%"} />
    </div>
  );
}

const SIGNS = { added: "+", removed: "−" } as const;

function Sign({ member, checked, title }: { member: MemberRow; checked: boolean; title: string }) {
  if (member.change !== "kept") {
    return (
      <>
        <span aria-hidden="true" className={styles.sign}>
          {SIGNS[member.change]}
        </span>
        <span className="visually-hidden">{member.change}</span>
      </>
    );
  }
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      readOnly
      checked={checked}
      aria-label={`Select ${title}`}
      data-action="toggle"
      className={styles.check}
    />
  );
}

function State({ active, dangling }: { active: boolean | undefined; dangling: boolean }) {
  if (dangling) return <Tag tone="danger">not found</Tag>;
  if (active === undefined) return null;
  return (
    <span className={styles.state} data-off={!active || undefined}>
      <Dot tone={active ? "ok" : "off"} />
      {active ? "Active" : "Disabled"}
    </span>
  );
}

function known(member: MemberRow, name: ReferenceName | undefined) {
  const found = name?.kind === "known" ? name : undefined;
  return {
    title: member.title ?? found?.title,
    resourceType: member.resourceType ?? found?.resourceType,
    dangling: member.dangling || name?.kind === "dangling",
  };
}

function Cells({
  member,
  name,
  checked,
  cursor,
  groupType,
}: MemberLineProps & { member: MemberRow }) {
  const { title, resourceType, dangling } = known(member, name);
  const shown = visibleText(title ?? member.value);
  const group = resourceType === groupType;
  const second = member.subtitle ?? (dangling ? "not on the server" : group ? "nested group" : "");
  return (
    <>
      <div role="gridcell" className={styles.signCell}>
        <Sign member={member} checked={checked} title={shown} />
      </div>
      <div
        role="gridcell"
        className={styles.who}
        title={hintLines(title, member.subtitle, member.value)}
      >
        <Avatar name={title} group={group} off={member.active === false || dangling} />
        {userText(title ?? member.value, title === undefined ? styles.id : styles.name)}
      </div>
      <div role="gridcell" className={styles.second} title={visibleText(second)}>
        {userText(second)}
      </div>
      <div role="gridcell" className={styles.type}>
        {userText(resourceType ?? "")}
      </div>
      <div role="gridcell" className={styles.stateCell}>
        <State active={member.active} dangling={dangling} />
      </div>
      <div role="gridcell" className={styles.undo}>
        {member.change !== "kept" && (
          <LinkButton
            data-action="undo"
            tabIndex={cursor ? 0 : -1}
            aria-label={`Undo: ${shown} ${member.change}`}
          >
            Undo
          </LinkButton>
        )}
      </div>
    </>
  );
}

function DrawnMemberLine(props: MemberLineProps) {
  const { index, top, member, checked, cursor } = props;
  return (
    <div
      role="row"
      data-testid="member-row"
      data-row={index}
      data-id={member?.value}
      data-change={member?.change}
      data-cursor={cursor || undefined}
      aria-rowindex={index + 2}
      aria-selected={checked}
      aria-busy={member === undefined || undefined}
      tabIndex={cursor ? 0 : -1}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
    >
      {member ? <Cells {...props} member={member} /> : <Waiting index={index} />}
    </div>
  );
}

/** A member, drawn again only when something of it changed: scrolling draws hundreds. */
export const MemberLine = memo(DrawnMemberLine);

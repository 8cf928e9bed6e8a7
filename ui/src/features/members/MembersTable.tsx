// The members of a group as a table, and its keys: checking, removing and opening without the mouse.
import type { KeyboardEvent, MouseEvent } from "react";

import type { MemberRow } from "../../host/generated/MemberRow";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import { classes } from "../../kit/classes";
import { MemberLine } from "./MemberLine";
import styles from "./members.module.css";
import { RowGrid } from "./RowGrid";
import type { MemberRows } from "./useMemberRows";
import type { MemberSelection } from "./useMemberSelection";

interface MembersTableProps {
  /** Names the list. */
  list: string;
  label: string;
  groupType: string;
  rows: MemberRows;
  selection: MemberSelection;
  /** What was found out about members that the group does not name, by their id. */
  names: ReadonlyMap<string, ReferenceName>;
  onRemove: (members: readonly MemberRow[]) => void;
  onUndo: (member: MemberRow) => void;
  onOpen: (member: MemberRow) => void;
}

/** Rows drawn while it is not known how many there are. */
const UNKNOWN_ROWS = 12;
const HEADINGS = [
  ["display", styles.heading],
  ["userName", styles.second],
  ["type", styles.type],
  ["state", styles.heading],
] as const;

interface HeaderProps {
  selection: MemberSelection;
  loaded: readonly string[];
}

function Header({ selection, loaded }: HeaderProps) {
  const { checked } = selection;
  const all = loaded.length > 0 && loaded.every((id) => checked.has(id));
  return (
    <div role="row" aria-rowindex={1} className={classes(styles.row, styles.header)}>
      <div role="columnheader" className={styles.signCell}>
        <input
          type="checkbox"
          aria-label="Select all that are loaded"
          tabIndex={-1}
          className={styles.check}
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = checked.size > 0 && !all;
          }}
          onChange={() => selection.toggleAll(loaded)}
        />
      </div>
      {HEADINGS.map(([name, style]) => (
        <div key={name} role="columnheader" className={style}>
          {name}
        </div>
      ))}
      <div role="columnheader" className={styles.undo}>
        <span className="visually-hidden">undo</span>
      </div>
    </div>
  );
}

export function MembersTable(props: MembersTableProps) {
  const { list, label, groupType, rows, selection, names, onRemove, onUndo, onOpen } = props;
  const count = rows.summary?.total;
  const here = rows.row(selection.cursor);
  const keys: Record<string, () => void> = {
    x: () => selection.toggle(selection.cursor),
    "Ctrl+a": () => selection.toggleAll(rows.loaded()),
    Enter: () => here && onOpen(here),
    Delete: () => onRemove(here ? [here] : []),
    ...(selection.checked.size > 0 ? { Escape: selection.clear } : {}),
  };
  const onKey = (event: KeyboardEvent) => {
    const modifier = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
    if (event.altKey || event.shiftKey) return;
    const does = keys[`${modifier}${event.key}`];
    if (!does) return;
    event.preventDefault();
    does();
  };
  const onPress = (row: number, action: string | undefined, event: MouseEvent) => {
    const member = rows.row(row);
    if (action === "undo" && member) onUndo(member);
    else if (action === "toggle" && event.shiftKey) selection.move(row, true);
    else if (action === "toggle") selection.toggle(row);
    else selection.move(row, event.shiftKey);
  };
  return (
    <RowGrid
      label={label}
      testId="members-grid"
      list={list}
      count={count ?? UNKNOWN_ROWS}
      columns={HEADINGS.length + 2}
      multiSelectable
      busy={count === undefined}
      cursor={selection.cursor}
      onCursor={selection.move}
      onKey={onKey}
      onPress={onPress}
      onOpen={(row) => {
        const member = rows.row(row);
        if (member) onOpen(member);
      }}
      onView={rows.onView}
      header={<Header selection={selection} loaded={rows.loaded()} />}
      row={({ index, top, cursor }) => {
        const member = rows.row(index);
        return (
          <MemberLine
            key={index}
            index={index}
            top={top}
            cursor={cursor}
            member={member}
            name={member && names.get(member.value)}
            checked={member !== undefined && selection.checked.has(member.value)}
            groupType={groupType}
          />
        );
      }}
    />
  );
}

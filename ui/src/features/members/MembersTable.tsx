// The members of a group as a table, and its keys: sorting, checking, removing and opening without the mouse.
import type { KeyboardEvent, MouseEvent } from "react";

import type { MemberRow } from "../../host/generated/MemberRow";
import type { MembersSort } from "../../host/generated/MembersSort";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import { MemberLine } from "./MemberLine";
import { COLUMNS, MembersHeader } from "./MembersHeader";
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
  /** Absent is the order of the server. */
  sort: MembersSort | undefined;
  onSort: (sort: MembersSort | undefined) => void;
  /** What was found out about members that the group does not name, by their id. */
  names: ReadonlyMap<string, ReferenceName>;
  onRemove: (members: readonly MemberRow[]) => void;
  onUndo: (member: MemberRow) => void;
  onOpen: (member: MemberRow) => void;
}

/** Rows drawn while it is not known how many there are. */
const UNKNOWN_ROWS = 12;
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
      columns={COLUMNS}
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
      header={
        <MembersHeader
          selection={selection}
          loaded={rows.loaded()}
          sort={props.sort}
          onSort={props.onSort}
        />
      }
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

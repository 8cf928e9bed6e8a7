// The groups of a resource: which it says it is in, and how; joining and leaving are written to the group.
import { Search, UsersRound } from "lucide-react";
import { type KeyboardEvent, useState } from "react";

import type { Resource } from "../../host/generated/Resource";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { formatNumber } from "../../kit/format";
import { Note } from "../../kit/Note";
import { Segmented } from "../../kit/Segmented";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import type { ResourceId } from "../resource/api";
import { LookUpNames } from "../resource/LookUpNames";
import { useDefines } from "./api";
import { GroupLine } from "./GroupLine";
import { DIRECT, type GroupRow, groupsOf, INDIRECT } from "./groupRows";
import styles from "./groups.module.css";
import { JoinGroup } from "./JoinGroup";
import { RowGrid } from "./RowGrid";
import { counted } from "./segments";
import { useGroups } from "./useGroups";

interface GroupsTabProps {
  which: ResourceId;
  resource: Resource;
}

type Shown = "all" | typeof DIRECT | typeof INDIRECT;
type Groups = ReturnType<typeof useGroups>;

/** Whether resources like this one say which groups they are in. */
export function useHasGroups(which: ResourceId): boolean {
  return useDefines(which, "groups") ?? false;
}

/** How many groups a resource lists. */
export function groupsCountOf(resource: Resource): number {
  const section = groupsOf(resource);
  return section?.total ?? section?.fields.length ?? 0;
}

/** For another resource everything starts anew. */
export function GroupsTab(props: GroupsTabProps) {
  const { tenantId, resourceType, id } = props.which;
  return <GroupsOf key={JSON.stringify([tenantId, resourceType, id])} {...props} />;
}

function GroupsOf({ which, resource }: GroupsTabProps) {
  const groups = useGroups(which, resource);
  const { rows, total } = groups;
  const [text, setText] = useState("");
  const [shown, setShown] = useState<Shown>("all");
  const sought = text.trim().toLowerCase();
  const found = rows.filter(
    ({ id, title, kind }) =>
      (shown === "all" || kind === shown) &&
      [id, title].some((it) => it?.toLowerCase().includes(sought)),
  );
  return (
    <div className={styles.tab} data-testid="groups-tab">
      <Toolbar tenantId={which.tenantId} groups={groups} {...{ text, setText, shown, setShown }} />
      {groups.disagreements.length > 0 && <Disagreements groups={groups} />}
      {total === 0 ? (
        <EmptyState
          icon={<UsersRound size={16} aria-hidden="true" />}
          title="In no group that the server lists"
          why="groups is readOnly and kept by the server: joining a group is written to the group's members (RFC 7643 §4.1.2)."
        />
      ) : found.length === 0 ? (
        <EmptyState
          icon={<Search size={16} aria-hidden="true" />}
          title="No group matches"
          why="It is in groups, but in none with these letters and of this kind."
          actions={
            <Button
              onClick={() => {
                setText("");
                setShown("all");
              }}
            >
              Show all
            </Button>
          }
        />
      ) : (
        <GroupsTable groups={groups} rows={found} list={`${shown} ${sought}`} />
      )}
      {rows.length < total && (
        <p className={styles.foot}>
          {formatNumber(rows.length)} of {formatNumber(total)} are here.
        </p>
      )}
      {groups.dialog}
    </div>
  );
}

function Disagreements({ groups }: { groups: Groups }) {
  return (
    <Note tone="warn" wide role="status" title="The two sides disagree" testId="groups-disagree">
      {groups.disagreements.map(({ group, words }) => (
        <p key={group}>
          <UserText text={words} />
        </p>
      ))}
      <p>
        groups is kept by the server (RFC 7643 §4.1.2); the members of the group are what counts.
      </p>
    </Note>
  );
}

interface ToolbarProps {
  tenantId: string;
  groups: Groups;
  text: string;
  setText: (text: string) => void;
  shown: Shown;
  setShown: (shown: Shown) => void;
}

function Toolbar({ tenantId, groups, text, setText, shown, setShown }: ToolbarProps) {
  const { rows, names, through, groupType } = groups;
  const of = (wanted: string) => rows.filter(({ kind }) => kind === wanted);
  const indirect = of(INDIRECT);
  const untold = indirect.filter(({ id }) => !through.byGroup.has(id));
  const segments = [
    counted("all", "All", rows.length),
    counted(DIRECT, "Direct", of(DIRECT).length),
    counted(INDIRECT, "Indirect", indirect.length),
  ];
  return (
    <div className={styles.toolbar}>
      {rows.length > 1 && (
        <TextInput
          aria-label={`Filter ${formatNumber(rows.length)} groups`}
          type="search"
          placeholder={`Filter ${formatNumber(rows.length)}`}
          value={text}
          onChange={setText}
          before={<Search size={14} aria-hidden="true" />}
          className={styles.find}
        />
      )}
      {indirect.length > 0 && (
        <Segmented label="Which groups" value={shown} segments={segments} onChange={setShown} />
      )}
      <LookUpNames names={names} />
      {through.cancel ? (
        <Button small kind="ghost" busy onClick={through.cancel}>
          Cancel
        </Button>
      ) : (
        untold.length > 0 && (
          <Button small kind="ghost" onClick={() => through.lookUp(untold)} data-testid="by-which">
            By which group
          </Button>
        )
      )}
      {through.error && (
        <span role="alert" className={styles.failed}>
          <UserText text={through.error.title} />
        </span>
      )}
      <span className={styles.push} />
      {groupType !== undefined && (
        <JoinGroup
          tenantId={tenantId}
          groupType={groupType}
          busy={groups.busy}
          mark={({ id }) => {
            const row = rows.find((it) => it.id === id);
            return row && row.kind !== INDIRECT ? "is in it" : undefined;
          }}
          onJoin={groups.join}
        />
      )}
    </div>
  );
}

interface TableProps {
  groups: Groups;
  rows: readonly GroupRow[];
  list: string;
}

function GroupsTable({ groups, rows, list }: TableProps) {
  const [cursor, setCursor] = useState(0);
  const here = rows[Math.min(cursor, rows.length - 1)];
  const doubted = new Set(
    groups.disagreements.filter(({ joins }) => !joins).map(({ group }) => group),
  );
  const onKey = (event: KeyboardEvent) => {
    if (!here || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter") groups.open(here);
    else if (event.key === "Delete" && groups.canLeave(here)) groups.leave(here);
    else return;
    event.preventDefault();
  };
  return (
    <RowGrid
      label="Groups"
      testId="groups-grid"
      list={list}
      count={rows.length}
      columns={3}
      cursor={cursor}
      onCursor={setCursor}
      onKey={onKey}
      onPress={(row, action) => {
        setCursor(row);
        const group = rows[row];
        if (group && action === "leave") groups.leave(group);
        else if (group && action === "open") groups.open(group);
      }}
      row={(place) => {
        const group = rows[place.index];
        return (
          group && (
            <GroupLine
              key={place.index}
              {...place}
              group={group}
              through={groups.through.byGroup.get(group.id)}
              onlyHere={doubted.has(group.id)}
              canLeave={groups.canLeave(group)}
            />
          )
        );
      }}
    />
  );
}

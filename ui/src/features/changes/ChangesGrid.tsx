// The change log as a grid: newest first, older ones are read as one scrolls down.
import { useState } from "react";

import type { ChangeEntry } from "../../host/generated/ChangeEntry";
import type { ColumnWidths, GridColumn } from "../../kit/grid/columns";
import type { GridCursor } from "../../kit/grid/cursor";
import { Grid, type GridView } from "../../kit/grid/Grid";
import type { GridSlot } from "../../kit/grid/GridRow";
import { clockTime, dayBefore, exactTime } from "../../kit/grid/when";
import { useNow } from "../../kit/Time";
import { LinkButton } from "../../kit/LinkButton";
import { UserText } from "../../kit/UserText";
import { useNavigate } from "../../state/navigation";
import { OutcomeWord, UndoButton, UndoMarks } from "./ChangeParts";
import styles from "./changes.module.css";
import { leadsSomewhere } from "./words";

const COLUMNS: readonly GridColumn[] = [
  { id: "time", label: "time", min: 128, grow: 0, sort: "descending" },
  { id: "words", label: "change", min: 220, grow: 3 },
  { id: "outcome", label: "outcome", min: 120, grow: 0 },
  { id: "resource", label: "resource", min: 140, grow: 1 },
  { id: "undo", label: "undo", min: 96, grow: 0 },
];
const NO_WIDTHS: ColumnWidths = new Map();
const WAITING: GridSlot<ChangeEntry> = { kind: "waiting" };
/** Rows that are left below the view when more are read. */
const AHEAD = 60;

const slots = new WeakMap<ChangeEntry, GridSlot<ChangeEntry>>();

function slotOf(entry: ChangeEntry): GridSlot<ChangeEntry> {
  let slot = slots.get(entry);
  if (!slot) {
    slot = {
      kind: "ready",
      value: entry,
      id: entry.change,
      dimmed: entry.undoneBy !== undefined || entry.outcome === "refused",
    };
    slots.set(entry, slot);
  }
  return slot;
}

interface ChangesGridProps {
  entries: readonly ChangeEntry[];
  /** There are older ones. */
  isMore: boolean;
  shown: string | undefined;
  onShow: (change: string) => void;
  onUndo: (change: string) => void;
  onEnd: () => void;
}

export function ChangesGrid(props: ChangesGridProps) {
  const { entries, isMore, shown, onShow, onUndo, onEnd } = props;
  const [cursor, setCursor] = useState<GridCursor>({ row: 0, column: 0 });
  const now = useNow();
  const place = entries.findIndex(({ change }) => change === shown);
  const at = place < 0 || cursor.row < 0 ? cursor : { ...cursor, row: place };
  const move = (next: GridCursor) => {
    setCursor(next);
    const change = entries[place < 0 && next.row === 1 && cursor.row === 0 ? 0 : next.row]?.change;
    if (change !== undefined) onShow(change);
  };
  return (
    <Grid
      label="Changes"
      testId="grid"
      rowTestId="change-row"
      columns={COLUMNS}
      widths={NO_WIDTHS}
      rowCount={entries.length}
      total={isMore ? -1 : entries.length}
      slot={(index) => {
        const entry = entries[index];
        return entry ? slotOf(entry) : WAITING;
      }}
      cell={(entry, column) => (
        <ChangeCell entry={entry} column={column} now={now} onUndo={onUndo} />
      )}
      cursor={at}
      selectedRow={place < 0 ? undefined : place}
      onCursor={move}
      onView={({ last }: GridView) => {
        if (last > entries.length - AHEAD) onEnd();
      }}
      autoFocus
    />
  );
}

interface ChangeCellProps {
  entry: ChangeEntry;
  column: string;
  now: number;
  onUndo: (change: string) => void;
}

function ChangeCell({ entry, column, now, onUndo }: ChangeCellProps) {
  switch (column) {
    case "time": {
      const day = dayBefore(entry.at, now);
      return (
        <time dateTime={entry.at} title={exactTime(entry.at)} className={styles.time}>
          {clockTime(entry.at).slice(0, 8)}
          {day !== undefined && <span className={styles.day}>{day}</span>}
        </time>
      );
    }
    case "words":
      return (
        <span className={styles.words}>
          <UserText text={entry.words} className={styles.cut} />
          <UndoMarks entry={entry} />
        </span>
      );
    case "outcome":
      return <OutcomeWord outcome={entry.outcome} />;
    case "resource":
      return <ResourceCell entry={entry} />;
    case "undo":
      return <UndoButton inTable entry={entry} onUndo={onUndo} />;
    default:
      return null;
  }
}

function ResourceCell({ entry }: { entry: ChangeEntry }) {
  const navigate = useNavigate();
  const { id, resourceType, title } = entry;
  return (
    <span className={styles.words}>
      <span className={styles.type}>
        <UserText text={resourceType} />
      </span>
      {id !== undefined && leadsSomewhere(entry) ? (
        <LinkButton
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            navigate.open({ screen: "resource", resourceType, id });
          }}
        >
          <UserText text={title} />
        </LinkButton>
      ) : (
        <UserText text={title} className={styles.cut} />
      )}
    </span>
  );
}

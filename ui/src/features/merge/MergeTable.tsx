// The rows of a merge: as it was read, theirs, yours, and what it will be.
import { CircleDashed, Pencil } from "lucide-react";
import { memo, type ReactNode, useEffect, useRef } from "react";

import type { MergeRow } from "../../host/generated/MergeRow";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { pathParts, shortUrn } from "../../kit/urn";
import type { Column, MergeGroup } from "./groups";
import { isChoosable, isTypable } from "./groups";
import styles from "./merge.module.css";

interface MergeTableProps {
  groups: readonly MergeGroup[];
  /** The path of the row that has the cursor. */
  at: string | undefined;
  baseTime: string | undefined;
  onAt: (path: string) => void;
  onChoose: (path: string, side: Column) => void;
  /** Asks for a value that neither side has. */
  onType: (path: string) => void;
}

export function MergeTable({ groups, at, baseTime, onAt, onChoose, onType }: MergeTableProps) {
  const table = useRef<HTMLDivElement>(null);
  // The cursor takes the focus along where that is in the table already.
  useEffect(() => {
    if (!table.current?.contains(document.activeElement)) return;
    table.current.querySelector<HTMLElement>("[role=row][tabindex='0']")?.focus();
  }, [at]);
  return (
    <div ref={table} role="grid" aria-label="Merge" data-scope="grid" className={styles.table}>
      <div role="row" className={styles.headRow}>
        <span role="columnheader">attribute</span>
        <span role="columnheader">base{baseTime !== undefined && `, ${baseTime}`}</span>
        <span role="columnheader">theirs, on the server</span>
        <span role="columnheader">yours, not sent</span>
        <span role="columnheader">result</span>
      </div>
      {groups.map(({ kind, title, detail, rows }) => (
        <div key={kind} role="rowgroup" aria-label={title}>
          <div role="row" className={styles.groupRow}>
            <span role="gridcell" aria-colspan={5}>
              {title} <span className={styles.quiet}>{detail}</span>
            </span>
          </div>
          {rows.map((row) => (
            <Row
              key={row.path}
              row={row}
              isAt={row.path === at}
              onAt={onAt}
              onChoose={onChoose}
              onType={onType}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface RowProps {
  row: MergeRow;
  isAt: boolean;
  onAt: (path: string) => void;
  onChoose: (path: string, side: Column) => void;
  onType: (path: string) => void;
}

/** The attribute first: of a long path its end tells more than its beginning. */
function Path({ of }: { of: string }) {
  const { schema, attribute } = pathParts(of);
  return (
    <>
      <UserText text={attribute} />
      {schema !== null && <UserText text={shortUrn(schema)} className={styles.schema} />}
    </>
  );
}

/** Drawn again only when it stands otherwise. */
const Row = memo(function Row({ row, isAt, onAt, onChoose, onType }: RowProps) {
  const { path, base, result, undecided, kind, side } = row;
  return (
    <div
      role="row"
      tabIndex={isAt ? 0 : -1}
      data-pane-focus={isAt ? "" : undefined}
      data-testid="merge-row"
      data-path={path}
      data-kind={kind}
      data-undecided={undecided || undefined}
      className={styles.row}
      onFocus={() => onAt(path)}
    >
      <span role="rowheader" className={styles.path} title={visibleText(path)}>
        <Path of={path} />
      </span>
      <span role="gridcell" className={styles.base}>
        <Value text={base} absent="nothing" />
      </span>
      <Pick row={row} side="theirs" onChoose={onChoose} />
      <Pick row={row} side="yours" onChoose={onChoose} />
      <span role="gridcell" className={undecided ? styles.open : styles.result}>
        {undecided ? (
          <>
            <CircleDashed size={13} aria-hidden="true" /> choose one
          </>
        ) : (
          <Value text={result} absent="nothing" />
        )}
        {isTypable(row) && (
          <button
            type="button"
            tabIndex={-1}
            data-on={side === "typed" || undefined}
            aria-label={`${visibleText(path)}: type another value`}
            title="Type another value"
            className={styles.typeOwn}
            onClick={() => onType(path)}
          >
            <Pencil size={13} aria-hidden="true" />
          </button>
        )}
      </span>
    </div>
  );
});

interface PickProps {
  row: MergeRow;
  side: Column;
  onChoose: (path: string, side: Column) => void;
}

function Pick({ row, side, onChoose }: PickProps) {
  const { path, base } = row;
  const text = row[side];
  const value = <Value text={text} absent={base === undefined ? "nothing" : "taken out"} />;
  const shown: ReactNode = text === base ? <span className={styles.quiet}>unchanged</span> : value;
  if (!isChoosable(row)) {
    return (
      <span role="gridcell" className={styles.cell}>
        {row.kind === "same" ? value : shown}
      </span>
    );
  }
  const isOn = row.side === side;
  return (
    <span role="gridcell" className={styles.pick} data-on={isOn || undefined}>
      <label className={styles.pickLabel}>
        <input
          type="radio"
          name={`side of ${path}`}
          tabIndex={-1}
          checked={isOn}
          aria-label={`${visibleText(path)}: ${side}`}
          onChange={() => onChoose(path, side)}
        />
        <span className={styles.cut}>{shown}</span>
      </label>
    </span>
  );
}

function Value({ text, absent }: { text: string | undefined; absent: string }) {
  if (text === undefined) return <i className={styles.quiet}>{absent}</i>;
  if (text === "") return <span className={styles.quiet}>&quot;&quot;</span>;
  return (
    <span className={styles.cut} title={visibleText(text)}>
      <UserText text={text} />
    </span>
  );
}

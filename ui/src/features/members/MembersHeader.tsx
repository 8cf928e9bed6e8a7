// The header of the members: checks those that are loaded, and puts all of them in an order.
import { ArrowDown, ArrowUp } from "lucide-react";

import type { MembersColumn } from "../../host/generated/MembersColumn";
import type { MembersSort } from "../../host/generated/MembersSort";
import { classes } from "../../kit/classes";
import styles from "./members.module.css";
import type { MemberSelection } from "./useMemberSelection";

const HEADINGS: readonly { column: MembersColumn; style: string | undefined }[] = [
  { column: "display", style: undefined },
  { column: "userName", style: styles.second },
  { column: "type", style: styles.type },
  { column: "state", style: undefined },
];

/** The columns of the table, those of the checkbox and of taking a change back among them. */
export const COLUMNS = HEADINGS.length + 2;

/** Up, then down, then as the server has them. */
export function nextSort(now: MembersSort | undefined, by: MembersColumn): MembersSort | undefined {
  if (now?.by !== by) return { by, descending: false };
  return now.descending ? undefined : { by, descending: true };
}

interface MembersHeaderProps {
  selection: MemberSelection;
  loaded: readonly string[];
  sort: MembersSort | undefined;
  onSort: (sort: MembersSort | undefined) => void;
}

export function MembersHeader({ selection, loaded, sort, onSort }: MembersHeaderProps) {
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
      {HEADINGS.map(({ column, style }) => {
        const order = sort?.by === column ? orderOf(sort) : "none";
        const Mark = order === "descending" ? ArrowDown : ArrowUp;
        return (
          <div
            key={column}
            role="columnheader"
            aria-sort={order}
            className={classes(styles.heading, style)}
          >
            <button
              type="button"
              tabIndex={-1}
              data-testid={`members-sort-${column}`}
              className={styles.sort}
              onClick={() => onSort(nextSort(sort, column))}
            >
              {column}
              {order !== "none" && <Mark size={12} strokeWidth={2} aria-hidden="true" />}
            </button>
          </div>
        );
      })}
      <div role="columnheader" className={styles.undo}>
        <span className="visually-hidden">undo</span>
      </div>
    </div>
  );
}

function orderOf({ descending }: MembersSort): "ascending" | "descending" {
  return descending ? "descending" : "ascending";
}

// A long list page by page: never more rows in the document than it can carry, and each of them can be reached.
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";

import { Button } from "./Button";
import { formatNumber } from "./format";
import styles from "./Pager.module.css";

/** How many rows are drawn at once. */
export const MOST_ROWS = 200;

export interface Page<T> {
  shown: readonly T[];
  /** Where the first of them stands in the whole list. */
  from: number;
  total: number;
  turn: (step: 1 | -1) => void;
}

export function usePage<T>(items: readonly T[]): Page<T> {
  const [wanted, setWanted] = useState(0);
  const last = Math.max(0, Math.ceil(items.length / MOST_ROWS) - 1);
  const page = Math.min(wanted, last);
  const from = page * MOST_ROWS;
  return {
    shown: items.slice(from, from + MOST_ROWS),
    from,
    total: items.length,
    turn: (step) => setWanted(Math.min(last, Math.max(0, page + step))),
  };
}

interface PagerProps {
  page: Page<unknown>;
  /** What the list holds, such as "tenants". */
  what: string;
}

/** Says which part is shown and leads to the others; nothing where all of it is. */
export function Pager({ page: { shown, from, total, turn }, what }: PagerProps) {
  if (total <= MOST_ROWS) return null;
  const to = from + shown.length;
  return (
    <nav aria-label={`Pages of ${what}`} className={styles.pager}>
      <Button
        small
        disabled={from === 0}
        icon={<ChevronLeft size={14} aria-hidden="true" />}
        onClick={() => turn(-1)}
      >
        Previous
      </Button>
      <span role="status">
        {formatNumber(from + 1)} to {formatNumber(to)} of {formatNumber(total)} {what}
      </span>
      <Button
        small
        disabled={to === total}
        icon={<ChevronRight size={14} aria-hidden="true" />}
        onClick={() => turn(1)}
      >
        Next
      </Button>
    </nav>
  );
}

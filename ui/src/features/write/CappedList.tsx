// A list that begins short: the rest is one press away, and then page by page.
import { type ReactNode, useState } from "react";

import { formatNumber } from "../../kit/format";
import { LinkButton } from "../../kit/LinkButton";
import { Pager, usePage } from "../../kit/Pager";

interface CappedListProps<T> {
  items: readonly T[];
  /** How many are drawn at first. */
  cap: number;
  /** The accessible name. */
  label: string;
  /** What it holds: "users". */
  what: string;
  className?: string | undefined;
  testId?: string | undefined;
  children: (item: T) => ReactNode;
}

export function CappedList<T>(props: CappedListProps<T>) {
  const { items, cap, label, what, className, testId, children } = props;
  const [isWhole, setWhole] = useState(false);
  const page = usePage(items);
  const shown = isWhole ? page.shown : items.slice(0, cap);
  const more = items.length - cap;
  return (
    <div className={className} data-testid={testId}>
      <ul aria-label={label}>
        {shown.map((item, at) => (
          <li key={isWhole ? page.from + at : at}>{children(item)}</li>
        ))}
      </ul>
      {isWhole && <Pager page={page} what={what} />}
      {!isWhole && more > 0 && (
        <p data-more="">
          {formatNumber(more)} more,{" "}
          <LinkButton onClick={() => setWhole(true)}>show all</LinkButton>
        </p>
      )}
    </div>
  );
}

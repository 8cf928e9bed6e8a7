// A long multi-valued attribute, such as the members of a group: read and drawn as it comes into view.
import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { ROW_HEIGHT } from "../../kit/grid/geometry";
import { useRows } from "../../kit/grid/useRows";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { Skeleton } from "../../kit/WaitLine";
import { VALUES_WINDOW, valuesQuery } from "./api";
import { FieldRow } from "./FieldRow";
import { LookUpNames } from "./LookUpNames";
import { useReferenceNames } from "./names";
import { referencesOf, targetOf } from "./references";
import styles from "./resource.module.css";
import { SectionHeading } from "./SectionHeading";
import type { SectionViewProps } from "./SectionView";
import { fieldAt, layOut, rowCount, windowsBetween } from "./valueRows";

interface ValuesListProps extends SectionViewProps {
  path: string;
}

/** Rows in view before the list scrolls. */
const VISIBLE_ROWS = 16;

function useWindows({ which, section, path }: ValuesListProps) {
  const [windows, setWindows] = useState<readonly number[]>([0]);
  const pages = useQueries({
    queries: windows.map((number) => valuesQuery(which, path, number * VALUES_WINDOW)),
  });
  const loaded = new Map([[0, section.fields]]);
  for (const [place, number] of windows.entries()) {
    const page = pages[place]?.data;
    if (page) loaded.set(number, page.fields);
  }
  return { windows, setWindows, loaded, error: pages.find((page) => page.error)?.error };
}

export function ValuesList(props: ValuesListProps) {
  const { which, section, opens } = props;
  const { windows, setWindows, loaded, error } = useWindows(props);
  const rows = layOut(section.total ?? 0, VALUES_WINDOW, loaded);
  const fields = windows.flatMap((number) => loaded.get(number) ?? []);
  const asked = referencesOf(fields);
  const names = useReferenceNames(which.tenantId, asked);
  const draw = (row: number) => {
    const field = fieldAt(rows, loaded, row);
    if (!field) return <Skeleton width="60%" />;
    const { value } = field;
    const place =
      value.kind === "reference" ? asked.findIndex((it) => it.value === targetOf(value)) : -1;
    return <FieldRow single field={field} name={names.names[place]} opens={opens} />;
  };
  return (
    <section aria-label={visibleText(section.title)} className={styles.longSection}>
      <SectionHeading section={section}>
        <LookUpNames names={names} />
      </SectionHeading>
      {error && (
        <p role="alert" className={styles.failed}>
          <UserText text={`${error.title}. ${error.detail}`} />
        </p>
      )}
      <Scroller
        label={visibleText(section.title)}
        count={rowCount(rows)}
        draw={draw}
        onView={(first, last) => {
          const next = windowsBetween(rows, first, last);
          if (next.join() !== windows.join()) setWindows(next);
        }}
      />
    </section>
  );
}

interface ScrollerProps {
  label: string;
  count: number;
  draw: (row: number) => React.ReactNode;
  onView: (first: number, last: number) => void;
}

function Scroller({ label, count, draw, onView }: ScrollerProps) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const drawn = useRows({ scroller, count });
  const { first, last } = drawn;
  useEffect(() => onView(first, last), [first, last, onView]);
  return (
    <div
      ref={setScroller}
      role="list"
      aria-label={label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
      tabIndex={0}
      data-testid="values-list"
      className={styles.valuesList}
      style={{
        overflow: "auto",
        contain: "strict",
        height: Math.min(count, VISIBLE_ROWS) * ROW_HEIGHT,
      }}
    >
      <div style={{ height: drawn.height, position: "relative" }}>
        {drawn.rows.map(({ index, top }) => (
          <div
            key={index}
            role="listitem"
            aria-posinset={index + 1}
            aria-setsize={count}
            className={styles.valueRow}
            style={{ transform: `translateY(${top}px)` }}
          >
            {draw(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

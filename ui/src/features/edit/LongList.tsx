// A long list of values: rows of one height, drawn as they come into view, read from the draft in windows.
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { EditElement } from "../../host/generated/EditElement";
import type { EditField } from "../../host/generated/EditField";
import { useRows } from "../../kit/grid/useRows";
import { visibleText } from "../../kit/visible";
import { queryOf } from "../../state/query";
import { useStore } from "../../state/store";
import styles from "./form.module.css";
import { useDraft, useDraftSession } from "./session";
import { ValueRow } from "./ValueRows";

const WINDOW = 100;
/** Rows beyond the edges: controls are heavier than text. */
const BEYOND = 6;

export function LongList({ field }: { field: EditField }) {
  const session = useDraftSession();
  const { draft, revision } = useDraft();
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const total = field.list?.total ?? 0;
  const drawn = useRows({ scroller, count: total, beyond: BEYOND, list: field.path });
  const from = drawn.rows[0]?.index ?? 0;
  const to = drawn.rows.at(-1)?.index ?? 0;
  const windows = range(Math.floor(from / WINDOW), Math.floor(to / WINDOW));
  const answers = useQueries({
    queries: windows.map((at) => {
      const request = { tenantId: session.tenantId, draft, path: field.path };
      const query = queryOf("draft_values", { ...request, offset: at * WINDOW, limit: WINDOW });
      return {
        ...query,
        // Each change of the draft may have moved the values: those of before stay until then.
        queryKey: [...query.queryKey, revision],
        placeholderData: keepPreviousData,
        gcTime: 10_000,
      };
    }),
  });
  const elements = new Map<number, EditElement>();
  for (const element of field.list?.elements ?? []) elements.set(element.index, element);
  for (const { data } of answers) {
    for (const element of data?.list?.elements ?? []) elements.set(element.index, element);
  }
  useGoal(field.pointer, drawn.reveal);
  return (
    <div
      ref={setScroller}
      role="group"
      aria-label={`${visibleText(field.name)}, ${total} values`}
      // It scrolls, so the keyboard must reach it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
      tabIndex={0}
      className={styles.longList}
      data-testid="long-list"
    >
      <div className={styles.longCanvas} style={{ height: drawn.height }}>
        {drawn.rows.map(({ index, top }) => {
          const element = elements.get(index);
          return (
            <div
              key={index}
              className={styles.longRow}
              style={{ transform: `translateY(${top}px)` }}
            >
              {element && (
                <ValueRow
                  element={element}
                  path={field.path}
                  hasPrimary={field.list?.hasPrimary ?? false}
                  isLocked={field.lock !== undefined}
                  single
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** A value that is asked for comes into view before it can take the focus. */
function useGoal(pointer: string, reveal: (index: number) => void): void {
  const goal = useStore(useDraftSession().goal);
  useEffect(() => {
    const below = goal?.pointer.startsWith(`${pointer}/`)
      ? goal.pointer.slice(pointer.length + 1).split("/")[0]
      : undefined;
    if (below !== undefined && /^\d+$/.test(below)) reveal(Number(below));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each goal, wherever the list is scrolled to
  }, [goal, pointer]);
}

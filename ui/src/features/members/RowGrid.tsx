// Rows of one height under a header, any number of them: one tab stop, a cursor of rows, few rows in the document.
// Beside the grid of the kit, whose cursor is of cells: here a row is what one chooses, and what is in it is pressed.
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";

import { moveCursor } from "../../kit/grid/cursor";
import { blocksOf, ROW_HEIGHT } from "../../kit/grid/geometry";
import { useRows } from "../../kit/grid/useRows";
import styles from "./rowGrid.module.css";
import type { View } from "./windows";

/** Where a row is drawn. */
export interface RowPlace {
  index: number;
  top: number;
  /** The cursor is on it. */
  cursor: boolean;
}

interface RowGridProps {
  label: string;
  testId: string;
  /** Names what is listed: another list starts at its top. */
  list: string;
  count: number;
  columns: number;
  cursor: number;
  onCursor: (row: number, extend: boolean) => void;
  /** Keys that the owner takes, before the cursor moves: it prevents their default. */
  onKey?: ((event: KeyboardEvent) => void) | undefined;
  /** `action` is the `data-action` of what was pressed in the row. */
  onPress?: ((row: number, action: string | undefined, event: MouseEvent) => void) | undefined;
  onOpen?: ((row: number) => void) | undefined;
  onView?: ((view: View) => void) | undefined;
  multiSelectable?: boolean | undefined;
  busy?: boolean | undefined;
  header?: ReactNode;
  row: (place: RowPlace) => ReactNode;
}

function isPressable(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, input, a") !== null;
}

function rowOf(target: EventTarget): number | undefined {
  const row = target instanceof Element ? target.closest("[data-row]") : null;
  return row === null ? undefined : Number(row.getAttribute("data-row"));
}

/** What held the focus may go with its row, or with its change: the row at the cursor takes it. */
function useFocusStays(scroller: HTMLElement | null, cursor: number): void {
  const had = useRef<Element>(null);
  useEffect(() => {
    const remember = (event: FocusEvent) => {
      had.current = event.target instanceof Element ? event.target : null;
    };
    scroller?.addEventListener("focusin", remember);
    return () => scroller?.removeEventListener("focusin", remember);
  }, [scroller]);
  useLayoutEffect(() => {
    if (document.activeElement !== document.body || had.current?.isConnected !== false) return;
    had.current = null;
    focusRow(scroller, cursor);
  });
}

function focusRow(scroller: HTMLElement | null, row: number): void {
  scroller?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true });
}

function headings(scroller: HTMLElement | null): HTMLElement[] {
  return [...(scroller?.querySelectorAll<HTMLElement>("[role=columnheader] button") ?? [])];
}

/** The buttons of the header: up from the first row, sideways among them, down again. Says whether it took the key. */
function headerKey(event: KeyboardEvent, scroller: HTMLElement | null, cursor: number): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const buttons = headings(scroller);
  const at = buttons.findIndex((it) => it === event.target);
  if (at < 0) {
    if (event.key !== "ArrowUp" || cursor !== 0 || buttons.length === 0) return false;
    buttons[0]?.focus();
  } else if (event.key === "ArrowDown") focusRow(scroller, cursor);
  else if (event.key === "ArrowLeft") buttons[at - 1]?.focus();
  else if (event.key === "ArrowRight") buttons[at + 1]?.focus();
  else return event.key !== "Tab" && event.key !== "Escape";
  event.preventDefault();
  return true;
}

export function RowGrid(props: RowGridProps) {
  const { label, testId, list, count, columns, header, onView, busy } = props;
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const cursor = Math.max(0, Math.min(props.cursor, count - 1));
  const above = header === undefined ? 0 : ROW_HEIGHT;
  const drawn = useRows({ scroller, count, above, kept: cursor, list });
  const { first, last, forward } = drawn;
  useEffect(() => onView?.({ first, last, forward }), [first, last, forward, onView]);
  useFocusStays(scroller, cursor);

  const onKeyDown = (event: KeyboardEvent) => {
    if (headerKey(event, scroller, cursor)) return;
    const pressable = isPressable(event.target);
    if (pressable && (event.key === "Enter" || event.key === " ")) return;
    props.onKey?.(event);
    if (event.defaultPrevented) return;
    const extend = event.shiftKey && /^Arrow(Up|Down)$/.test(event.key);
    const modified = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && !extend);
    const reach = { rows: count, columns: 1, page: drawn.page };
    const next = moveCursor({ key: event.key, modified }, { row: cursor, column: 0 }, reach);
    if (!next || /^Arrow(Left|Right)$/.test(event.key)) return;
    event.preventDefault();
    const row = Math.max(0, next.row);
    drawn.reveal(row);
    flushSync(() => props.onCursor(row, extend));
    focusRow(scroller, row);
  };
  const onClick = (event: MouseEvent) => {
    const row = rowOf(event.target);
    if (row === undefined) return;
    const pressed = event.target instanceof Element ? event.target.closest("[data-action]") : null;
    props.onPress?.(row, pressed?.getAttribute("data-action") ?? undefined, event);
  };
  return (
    <div
      ref={setScroller}
      role="grid"
      aria-label={label}
      aria-rowcount={count + (header === undefined ? 0 : 1)}
      aria-colcount={columns}
      aria-multiselectable={props.multiSelectable}
      aria-busy={busy}
      data-testid={testId}
      className={styles.grid}
      style={{ overflow: "auto", contain: "strict" }}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={(event) => {
        const row = rowOf(event.target);
        if (row !== undefined && !isPressable(event.target)) props.onOpen?.(row);
      }}
    >
      {header}
      <div role="rowgroup" className={styles.canvas} style={{ height: drawn.height }}>
        {blocksOf(drawn.rows, count).map((block) => (
          <div
            key={`${list} ${block.first}`}
            role="presentation"
            className={styles.block}
            style={{ height: block.height, transform: `translateY(${block.top}px)` }}
          >
            {block.rows.map((index) =>
              props.row({
                index,
                top: (index - block.first) * ROW_HEIGHT,
                cursor: index === cursor,
              }),
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

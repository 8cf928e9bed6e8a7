// A table of any length with one tab stop: role grid, rows drawn as they come into view, a cursor of cells.
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  startTransition,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

import { classes } from "../classes";
import { useStateOf } from "../useStateOf";
import { useWaitPhase } from "../waiting";
import {
  type ColumnWidths,
  type GridColumn,
  heldWidth,
  leastWidth,
  NARROWEST,
  templateOf,
  WIDTH_STEP,
} from "./columns";
import { type GridCursor, HEADER, heldCursor, moveCursor } from "./cursor";
import { blocksOf, OVERSCAN, ROW_HEIGHT } from "./geometry";
import styles from "./grid.module.css";
import { GridHeader } from "./GridHeader";
import { GridRow, type GridSlot } from "./GridRow";
import { type DrawnRows, useRows } from "./useRows";

/** The rows that are in view, and where the list is going. */
export interface GridView {
  first: number;
  last: number;
  forward: boolean;
}

export interface GridProps<T> {
  /** The accessible name. */
  label: string;
  /** `data-testid` of the grid and of its rows. */
  testId: string;
  rowTestId: string;
  columns: readonly GridColumn[];
  widths: ColumnWidths;
  /** `undefined` as width gives the column back to the grid. */
  onWidth?: (column: string, width: number | undefined) => void;
  onSort?: (column: string) => void;
  rowCount: number;
  /** How many rows there are in all where not all can be reached yet; -1 where nobody knows. */
  total?: number;
  /** Names the list and its order: with another one it is as if the grid were new. */
  order?: string;
  /** What is known of a row; the same object while it says the same. */
  slot: (index: number) => GridSlot<T>;
  /** Draws a cell; the same function while it draws the same. */
  cell: (value: T, column: string) => ReactNode;
  cursor: GridCursor;
  /** The row that is marked as selected. */
  selectedRow: number | undefined;
  onCursor: (cursor: GridCursor, by: "key" | "pointer") => void;
  /** Double click; the key is the owner's. */
  onOpen?: (index: number) => void;
  /** Told once the rows in view are painted, and whenever others are in view. */
  onView?: (view: GridView) => void;
  /** Where to start with this list, and where it was left. */
  scrollTop?: number;
  onScrollTop?: (scrollTop: number) => void;
  /** Takes the focus when nothing else has it. */
  autoFocus?: boolean;
  busy?: boolean;
}

function cellAt(scroller: HTMLElement | null, { row, column }: GridCursor): HTMLElement | null {
  const place = scroller?.querySelector(`[data-row="${row}"]`);
  return (
    place?.querySelector<HTMLElement>(`[data-column="${column}"]`) ??
    place?.querySelector<HTMLElement>("[role=gridcell]") ??
    null
  );
}

/** Sideways only: the rows are scrolled by number, because far ones are not in the DOM. */
function revealColumn(scroller: HTMLElement, cell: HTMLElement): void {
  const end = cell.offsetLeft + cell.offsetWidth;
  if (cell.offsetLeft < scroller.scrollLeft) scroller.scrollLeft = cell.offsetLeft;
  else if (end > scroller.scrollLeft + scroller.clientWidth)
    scroller.scrollLeft = end - scroller.clientWidth;
}

function useFocusFollowsCursor(
  scroller: HTMLElement | null,
  cursor: GridCursor,
  autoFocus: boolean,
  order: string | undefined,
): void {
  const had = useRef<Element>(null);
  const shown = useRef<GridCursor>(null);
  const listed = useRef(order);
  useEffect(() => {
    const remember = (event: FocusEvent) => {
      had.current = event.target instanceof Element ? event.target : null;
    };
    scroller?.addEventListener("focusin", remember);
    return () => scroller?.removeEventListener("focusin", remember);
  }, [scroller]);
  // At each commit: a row far from those in view goes when the cursor leaves it, and a row that
  // turns out to be unreadable changes its cells. Either takes the focus along.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    const isInside = scroller?.contains(focused) === true;
    const isLost = focused === document.body && had.current?.isConnected === false;
    const isMoved = shown.current !== cursor;
    shown.current = cursor;
    // Another list takes it with the frame, below.
    if (autoFocus && listed.current !== order) return;
    if (!scroller || !(isLost || (isInside && isMoved))) return;
    const cell = cellAt(scroller, cursor);
    if (!cell) return;
    cell.focus({ preventScroll: true });
    revealColumn(scroller, cell);
  });
  useEffect(() => {
    if (autoFocus) focusIfFree(scroller);
  }, [scroller, autoFocus]);
  // With another list not before the frame: its rows may be here by then, and focusing lays out what is.
  useEffect(() => {
    if (listed.current === order || !autoFocus) return undefined;
    listed.current = order;
    const frame = requestAnimationFrame(() => focusIfFree(scroller));
    return () => cancelAnimationFrame(frame);
  }, [scroller, autoFocus, order]);
}

function focusIfFree(scroller: HTMLElement | null): void {
  const free = document.activeElement === null || document.activeElement === document.body;
  if (free) scroller?.querySelector<HTMLElement>("[tabindex='0']")?.focus({ preventScroll: true });
}

/** The cursor that was in view stays in view when the grid becomes less tall. */
function useCursorStaysInView(drawn: DrawnRows, row: number): void {
  const before = useRef({ page: drawn.page, inView: true });
  useLayoutEffect(() => {
    if (before.current.page > drawn.page && before.current.inView && row >= 0) drawn.reveal(row);
    before.current = { page: drawn.page, inView: row >= drawn.first && row <= drawn.last };
  });
}

function useReportedView(
  { first, last, forward }: DrawnRows,
  painted: boolean,
  onView: GridProps<never>["onView"],
): void {
  useEffect(() => {
    if (painted) onView?.({ first, last, forward });
  }, [first, last, forward, painted, onView]);
}

/** Whether the rows in view have been painted: those beyond its edges do not delay them. */
function useFirstPaint(busy: boolean, order: string | undefined): boolean {
  const [painted, setPainted] = useStateOf(order ?? "", () => false);
  useEffect(() => {
    if (busy || painted) return undefined;
    // A frame begins before its painting: at the next one the rows are on the screen.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => startTransition(() => setPainted(() => true)));
    });
    return () => cancelAnimationFrame(frame);
  }, [busy, painted, setPainted]);
  return painted;
}

function clickedCursor(event: MouseEvent): GridCursor | undefined {
  const target = event.target instanceof Element ? event.target : null;
  const row = target?.closest("[data-row]")?.getAttribute("data-row");
  if (row == null || Number(row) === HEADER) return undefined;
  return {
    row: Number(row),
    column: Number(target?.closest("[data-column]")?.getAttribute("data-column") ?? 0),
  };
}

/** Keys of a header cell; says whether it took the key. */
function headerKey(
  event: KeyboardEvent,
  column: GridColumn | undefined,
  props: Pick<GridProps<never>, "onSort" | "onWidth" | "widths">,
): boolean {
  if (!column) return false;
  if ((event.key === "Enter" || event.key === " ") && column.sort !== undefined) {
    props.onSort?.(column.id);
    return true;
  }
  const step =
    event.key === "ArrowRight" ? WIDTH_STEP : event.key === "ArrowLeft" ? -WIDTH_STEP : 0;
  if (!event.shiftKey || step === 0 || !props.onWidth) return false;
  const drawn = event.target instanceof HTMLElement ? event.target.offsetWidth : 0;
  props.onWidth(
    column.id,
    heldWidth((props.widths.get(column.id) ?? Math.max(drawn, NARROWEST)) + step),
  );
  return true;
}

/** A grid. Its owner keeps the cursor, the widths and the rows; it keeps nothing but where it is scrolled to. */
export function Grid<T>(props: GridProps<T>) {
  const { columns, widths, rowCount, slot, cell, onCursor, busy = false } = props;
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const cursor = heldCursor(props.cursor, { rows: rowCount, columns: columns.length });
  // Rows that say nothing yet would not be seen before that: an answer that comes soon need not wait for them.
  const isQuiet = useWaitPhase(busy, props.order) === "quiet";
  const painted = useFirstPaint(busy, props.order);
  const drawn = useRows({
    scroller,
    count: rowCount,
    above: ROW_HEIGHT,
    kept: cursor.row,
    list: props.order,
    scrollTop: props.scrollTop ?? 0,
    beyond: painted ? OVERSCAN : 0,
  });
  const rows = isQuiet ? drawn.rows.filter(({ index }) => index === cursor.row) : drawn.rows;
  useFocusFollowsCursor(scroller, cursor, props.autoFocus ?? false, props.order);
  useCursorStaysInView(drawn, cursor.row);
  useReportedView(drawn, painted, props.onView);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    const inHeader = cursor.row === HEADER;
    if (inHeader && headerKey(event, columns[cursor.column], props)) {
      event.preventDefault();
      return;
    }
    const reach = { rows: rowCount, columns: columns.length, page: drawn.page };
    const next = moveCursor({ key: event.key, modified }, cursor, reach);
    if (!next) return;
    event.preventDefault();
    drawn.reveal(Math.max(0, next.row));
    onCursor(next, "key");
  };
  const onClick = (event: MouseEvent) => {
    const clicked = clickedCursor(event);
    if (clicked) onCursor(clicked, "pointer");
  };
  const template = templateOf(columns, widths);
  const minWidth = leastWidth(columns, widths);
  const stopIn = (row: number) => (cursor.row === row ? cursor.column : undefined);
  return (
    <div className={styles.frame}>
      <div
        ref={setScroller}
        role="grid"
        aria-label={props.label}
        aria-rowcount={props.total === -1 ? -1 : (props.total ?? rowCount) + 1}
        aria-colcount={columns.length}
        aria-busy={busy}
        data-testid={props.testId}
        data-scope="grid resource"
        className={styles.grid}
        // How far it goes is not known yet while it is read for the first time: nothing to scroll.
        style={{ overflowX: "auto", overflowY: busy ? "hidden" : "auto", contain: "strict" }}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={(event) => {
          const clicked = clickedCursor(event);
          if (clicked) props.onOpen?.(clicked.row);
        }}
        onScroll={(event) => props.onScrollTop?.(event.currentTarget.scrollTop)}
      >
        <div style={{ minWidth }}>
          <GridHeader
            columns={columns}
            template={template}
            stop={stopIn(HEADER)}
            onSort={props.onSort}
            onWidth={props.onWidth}
          />
          <div
            role="rowgroup"
            className={classes(styles.canvas, isQuiet && styles.lines)}
            style={{ height: drawn.height }}
          >
            {blocksOf(rows, rowCount).map(({ first, top, height, rows }) => (
              <div
                // Those of another list are not changed one by one, but go as a whole.
                key={`${props.order} ${first}`}
                role="presentation"
                className={styles.block}
                style={{ height, transform: `translateY(${top}px)` }}
              >
                {rows.map((index) => (
                  <GridRow
                    key={index}
                    index={index}
                    top={(index - first) * ROW_HEIGHT}
                    slot={slot(index)}
                    columns={columns}
                    template={template}
                    cell={cell}
                    testId={props.rowTestId}
                    selected={props.selectedRow === index}
                    stop={stopIn(index)}
                  />
                ))}
              </div>
            ))}
          </div>
        </div>
      </div>
      {drawn.lost && (
        <div className={styles.place}>row {(drawn.first + 1).toLocaleString("en")}</div>
      )}
    </div>
  );
}

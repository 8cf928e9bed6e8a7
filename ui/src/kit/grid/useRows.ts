// The rows that a scroller shows now. They are all of one height, so where one stands is computed and never measured:
// a list of a hundred thousand costs what a list of ten does.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

import {
  type DrawnRow,
  OVERSCAN,
  rangeOf,
  ROW_HEIGHT,
  rowsToDraw,
  rowTop,
  scaleOf,
  scrollTopFor,
  viewportHeight,
} from "./geometry";

/** What a scroller shows now. */
export interface DrawnRows {
  /** The rows to draw, over-scan included. */
  rows: DrawnRow[];
  /** The height of the canvas. */
  height: number;
  /** The first row in view. */
  first: number;
  /** The last row in view. */
  last: number;
  /** Whether the last movement was towards the end. */
  forward: boolean;
  /** The scroll position is scaled and moves: worth saying which row this is. */
  lost: boolean;
  /** How many whole rows fit. */
  page: number;
  /** Scrolls a row into view, the shortest way. */
  reveal: (index: number) => void;
}

interface UseRows {
  scroller: HTMLElement | null;
  count: number;
  /** The height of what stands above the rows and stays there: the header. */
  above?: number;
  /** A row that stays in the DOM wherever it is, because it holds the focus. */
  kept?: number | undefined;
  /** Names what is listed: another list starts at its own `scrollTop`. */
  list?: string | undefined;
  /** Where to start. */
  scrollTop?: number;
  /** Rows drawn beyond each edge of the viewport. */
  beyond?: number;
}

/** Where a list is scrolled to, as far as it matters to what is drawn. */
interface Scrolled {
  list: string | undefined;
  top: number;
  forward: boolean;
  moving: boolean;
}

/** Scrolling has come to rest when nothing moved for so long. */
const REST_MS = 150;

/** The height of the rows' viewport; known only once it was laid out. */
function useViewport(scroller: HTMLElement | null, above: number): number {
  const [height, setHeight] = useState(0);
  // No question about the layout is asked here: the answer comes with the next frame, at no cost.
  useLayoutEffect(() => {
    if (!scroller) return undefined;
    const observer = new ResizeObserver((entries) => {
      const entry = entries.at(-1);
      if (entry) setHeight(entry.contentRect.height);
    });
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller]);
  return viewportHeight(height - above);
}

function scrollTo(scroller: HTMLElement, top: number): void {
  scroller.scrollTop = top;
}

/** Follows a scroller whose rows are all of one height. */
export function useRows(options: UseRows): DrawnRows {
  const { scroller, count, above = 0, kept, list, scrollTop = 0, beyond = OVERSCAN } = options;
  const viewport = useViewport(scroller, above);
  const [latest, setScrolled] = useState<Scrolled>({
    list,
    top: scrollTop,
    forward: true,
    moving: false,
  });
  const isOf = latest.list === list;
  const { top, forward, moving } = isOf ? latest : { top: scrollTop, forward: true, moving: false };
  const scale = scaleOf(count, viewport);
  const isScaled = scale.ratio > 1;
  const { first, last } = rangeOf(top * scale.ratio, viewport, count);

  // What the listener below has to know of the latest drawing.
  const drawn = useRef({ list, top, forward, moving, first, last, count, viewport });
  useLayoutEffect(() => {
    drawn.current = { list, top, forward, moving, first, last, count, viewport };
  });
  // Where the scroller is, as it said last: asking it would lay out everything that has just changed.
  const position = useRef<{ of: HTMLElement | null; top: number }>({ of: null, top: 0 });
  useLayoutEffect(() => {
    if (position.current.of !== scroller) position.current = { of: scroller, top: 0 };
    const start = drawn.current.top;
    if (scroller && position.current.top !== start) scrollTo(scroller, start);
  }, [scroller, list]);

  useEffect(() => {
    if (!scroller) return undefined;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      const was = drawn.current;
      const { ratio } = scaleOf(was.count, was.viewport);
      const now = scroller.scrollTop;
      const before = position.current.top;
      position.current = { of: scroller, top: now };
      const next = {
        list: was.list,
        top: now,
        forward: now === before ? was.forward : now > before,
        moving: ratio > 1,
      };
      clearTimeout(rest);
      if (next.moving)
        rest = setTimeout(() => setScrolled((it) => ({ ...it, moving: false })), REST_MS);
      const range = rangeOf(now * ratio, was.viewport, was.count);
      const isSame = range.first === was.first && range.last === was.last;
      if (isSame && next.moving === was.moving && next.forward === was.forward) return;
      // In this very frame: what comes into view must not be blank.
      flushSync(() => setScrolled(next));
    };
    scroller.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      scroller.removeEventListener("scroll", onScroll);
      clearTimeout(rest);
    };
  }, [scroller]);

  return {
    rows: rowsToDraw(first, last, count, kept, beyond).map((index) => ({
      index,
      top: rowTop(index, top, scale),
    })),
    height: scale.height,
    first,
    last,
    forward,
    lost: isScaled && moving,
    page: Math.max(1, Math.floor(viewport / ROW_HEIGHT) - 1),
    reveal: (index) => {
      if (!scroller) return;
      const goal = scrollTopFor(index, scroller.scrollTop, viewport, scale);
      if (goal !== undefined) scrollTo(scroller, goal);
    },
  };
}

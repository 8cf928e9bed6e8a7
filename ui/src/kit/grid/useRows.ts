// The rows that a scroller shows now. Thin on purpose: the compiler leaves callers of TanStack Virtual alone.
import {
  observeElementOffset,
  observeElementRect,
  useVirtualizer,
  type Virtualizer,
} from "@tanstack/react-virtual";

import {
  type DrawnRow,
  OVERSCAN,
  ROW_HEIGHT,
  rowsToDraw,
  rowTop,
  scaleOf,
  scrollTopFor,
  viewportHeight,
} from "./geometry";

type Rows = Virtualizer<HTMLElement, HTMLElement>;

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
  /** Where to start. */
  scrollTop?: number;
  /** Rows drawn beyond each edge of the viewport. */
  beyond?: number;
}

function scale(rows: Rows) {
  return scaleOf(rows.options.count, rows.scrollRect?.height ?? viewportHeight(0));
}

function reveal(rows: Rows, index: number): void {
  const element = rows.scrollElement;
  if (!element) return;
  const viewport = rows.scrollRect?.height ?? viewportHeight(0);
  const top = scrollTopFor(index, element.scrollTop, viewport, scale(rows));
  if (top !== undefined) element.scrollTop = top;
}

/** Follows a scroller whose rows are all of one height. */
export function useRows(options: UseRows): DrawnRows {
  "use no memo";
  const { scroller, count, above = 0, kept, scrollTop = 0, beyond = OVERSCAN } = options;
  // eslint-disable-next-line react-hooks/incompatible-library -- this hook does nothing else
  const virtualizer: Rows = useVirtualizer<HTMLElement, HTMLElement>({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: beyond,
    initialRect: { width: 0, height: viewportHeight(0) },
    initialOffset: () => scrollTop * scaleOf(count, viewportHeight(0)).ratio,
    rangeExtractor: ({ startIndex, endIndex }) =>
      rowsToDraw(startIndex, endIndex, count, kept, beyond),
    observeElementRect: (rows, report) =>
      observeElementRect(rows, ({ width, height }) =>
        report({ width, height: viewportHeight(height - above) }),
      ),
    observeElementOffset: (rows, report) =>
      observeElementOffset(rows, (offset, scrolling) =>
        report(offset * scale(rows).ratio, scrolling),
      ),
    scrollToFn: (offset, _options, rows) => {
      if (rows.scrollElement) rows.scrollElement.scrollTop = offset / scale(rows).ratio;
    },
  });
  const laid = scale(virtualizer);
  const viewport = virtualizer.scrollRect?.height ?? viewportHeight(0);
  const at = (virtualizer.scrollOffset ?? 0) / laid.ratio;
  const items = virtualizer.getVirtualItems();
  const first = virtualizer.range?.startIndex ?? 0;
  return {
    rows: items.map(({ index }) => ({ index, top: rowTop(index, at, laid) })),
    height: laid.height,
    first,
    last: virtualizer.range?.endIndex ?? Math.max(0, Math.min(count, viewport / ROW_HEIGHT) - 1),
    forward: virtualizer.scrollDirection !== "backward",
    lost: laid.ratio > 1 && virtualizer.isScrolling,
    page: Math.max(1, Math.floor(viewport / ROW_HEIGHT) - 1),
    reveal: (index) => reveal(virtualizer, index),
  };
}

// A main part and a part at its right, with a divider that can be dragged, moved by keys, and is remembered.
// In narrow windows the right part becomes a drawer over the main one, or keeps its place.
import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import { useRef } from "react";

import { classes } from "./classes";
import { useRemembered } from "./remembered";
import styles from "./SplitPane.module.css";

interface SplitPaneProps {
  /** Names the remembered width. */
  name: string;
  main: ReactNode;
  side: ReactNode;
  /** Whether the right part is shown. */
  sideOpen?: boolean | undefined;
  sideLabel: string;
  /** Widths of the right part, in pixels. */
  standard: number;
  min?: number | undefined;
  max?: number | undefined;
  /** What becomes of the right part in windows up to 1120 pixels. */
  narrow?: "drawer" | "keep" | undefined;
  sideClassName?: string | undefined;
}

const STEP = 16;
const MAIN_MIN = 320;

export function SplitPane(props: SplitPaneProps) {
  const { name, main, side, sideOpen = true, sideLabel, standard, narrow = "keep" } = props;
  const { min = 280, max = 560 } = props;
  const [width, setWidth] = useRemembered(`split.${name}`, standard);
  const frame = useRef<HTMLDivElement>(null);
  const clamped = (wanted: number) => {
    const room = (frame.current?.clientWidth ?? Infinity) - MAIN_MIN;
    return Math.round(Math.max(min, Math.min(max, room, wanted)));
  };
  const shown = Math.max(min, Math.min(max, width));
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return;
    setWidth(clamped(frame.current.getBoundingClientRect().right - event.clientX));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const wanted = widthByKey(event.key, shown, { min, max, standard });
    if (wanted === undefined) return;
    event.preventDefault();
    setWidth(clamped(wanted));
  };
  return (
    <div ref={frame} className={styles.frame}>
      <div className={styles.main}>{main}</div>
      {sideOpen && (
        <>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that has the focus is a widget (WAI-ARIA window splitter) */}
          <div
            role="separator"
            aria-orientation="vertical"
            aria-label={`Width of ${sideLabel}`}
            aria-valuenow={shown}
            aria-valuemin={min}
            aria-valuemax={max}
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
            tabIndex={0}
            className={classes(styles.divider, narrow === "drawer" && styles.noDivider)}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={onPointerMove}
            onDoubleClick={() => setWidth(standard)}
            onKeyDown={onKeyDown}
          />
          <section
            aria-label={sideLabel}
            data-pane=""
            className={classes(
              styles.side,
              narrow === "drawer" && styles.drawer,
              props.sideClassName,
            )}
            style={{ width: shown }}
          >
            {side}
          </section>
        </>
      )}
    </div>
  );
}

function widthByKey(
  key: string,
  width: number,
  { min, max, standard }: { min: number; max: number; standard: number },
): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return width + STEP;
    case "ArrowRight":
      return width - STEP;
    case "Home":
      return max;
    case "End":
      return min;
    case "Enter":
      return standard;
    default:
      return undefined;
  }
}

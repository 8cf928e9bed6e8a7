// A part above and a part below, with a divider that is dragged, moved by keys, and remembered.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";

import { useRemembered } from "../remembered";
import styles from "./stackPane.module.css";

interface StackPaneProps {
  /** Names the remembered height. */
  name: string;
  above: ReactNode;
  /** Nothing while there is none: the part above then has all the room, and stays what it is. */
  below: ReactNode;
  belowLabel: string;
  /** The share of the height that the part above has at first, in percent. */
  standard: number;
}

const LEAST = 15;
const MOST = 80;
const STEP = 4;

function held(share: number): number {
  return Math.round(Math.max(LEAST, Math.min(MOST, share)));
}

export function StackPane({ name, above, below, belowLabel, standard }: StackPaneProps) {
  const [share, setShare] = useRemembered(`stack.${name}`, standard);
  const frame = useRef<HTMLDivElement>(null);
  const shown = held(share);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return;
    const { top, height } = frame.current.getBoundingClientRect();
    if (height > 0) setShare(held(((event.clientY - top) / height) * 100));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const to: Record<string, number> = {
      ArrowUp: shown - STEP,
      ArrowDown: shown + STEP,
      Home: LEAST,
      End: MOST,
      Enter: standard,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setShare(held(next));
  };
  return (
    <div ref={frame} className={styles.frame}>
      <div className={styles.above} style={below ? { flexBasis: `${shown}%` } : { flexGrow: 1 }}>
        {above}
      </div>
      {below && (
        <Below
          label={belowLabel}
          share={shown}
          onPointerMove={onPointerMove}
          onKeyDown={onKeyDown}
          onReset={() => setShare(standard)}
        >
          {below}
        </Below>
      )}
    </div>
  );
}

interface BelowProps {
  label: string;
  share: number;
  onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
  onReset: () => void;
  children: ReactNode;
}

function Below({ label, share, onPointerMove, onKeyDown, onReset, children }: BelowProps) {
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that has the focus is a widget (WAI-ARIA window splitter) */}
      <div
        role="separator"
        aria-orientation="horizontal"
        aria-label={`Height of ${label}`}
        aria-valuenow={share}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
        tabIndex={0}
        className={styles.divider}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onDoubleClick={onReset}
        onKeyDown={onKeyDown}
      />
      <section aria-label={label} data-pane="" className={styles.below}>
        {children}
      </section>
    </>
  );
}

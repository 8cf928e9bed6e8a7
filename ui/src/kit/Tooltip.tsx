// A few words beside what the pointer or the focus is on; never the only place of needed information.
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";

import { Kbd } from "./Kbd";
import styles from "./Tooltip.module.css";

interface TooltipProps {
  text: string;
  keys?: string | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  disabled?: boolean | undefined;
  /** The element it belongs to; it must take a ref and spread its props. */
  children: ReactElement<Record<string, unknown>>;
}

export function Tooltip({ text, keys, side = "bottom", disabled = false, children }: TooltipProps) {
  return (
    <Base.Root disabled={disabled}>
      <Base.Trigger delay={400} render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.tooltip}>
            {text}
            {keys && <Kbd className={styles.keys}>{keys}</Kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

// Something that opens at a button and lies over the rest: a chooser, a small form.
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode, RefObject } from "react";

import { classes } from "./classes";
import styles from "./Popover.module.css";

interface PopoverProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The button; it must take a ref and spread its props. */
  trigger: ReactElement<Record<string, unknown>>;
  label: string;
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  className?: string | undefined;
  /** Where the focus goes first. */
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** Where the focus goes when it closes: undefined is back to the button, false is nowhere. */
  finalFocus?: (() => HTMLElement | false | undefined) | undefined;
  testId?: string | undefined;
  children: ReactNode;
}

export function Popover(props: PopoverProps) {
  const { open, onOpenChange, trigger, label, align = "start", side = "bottom" } = props;
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={styles.positioner}
        >
          <Base.Popup
            aria-label={label}
            data-testid={props.testId}
            className={classes(styles.popup, props.className)}
            {...(props.initialFocus ? { initialFocus: props.initialFocus } : {})}
            {...(props.finalFocus ? { finalFocus: () => props.finalFocus?.() ?? true } : {})}
          >
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The line at the foot of a popover that names its keys. */
export function PopoverFoot({ children }: { children: ReactNode }) {
  return <div className={styles.foot}>{children}</div>;
}

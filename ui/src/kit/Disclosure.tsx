// A line that opens to say more.
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

import { classes } from "./classes";
import styles from "./Disclosure.module.css";

interface DisclosureProps {
  label: ReactNode;
  className?: string | undefined;
  testId?: string | undefined;
  /** There is something in it that must not be overlooked. */
  startsOpen?: boolean | undefined;
  /** Whether it is open, where something else decides too. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  children: ReactNode;
}

export function Disclosure(props: DisclosureProps) {
  const { label, className, testId, startsOpen = false, onOpenChange, children } = props;
  const [ownOpen, setOwnOpen] = useState(startsOpen);
  const open = props.open ?? ownOpen;
  const toggle = () => {
    setOwnOpen(!open);
    onOpenChange?.(!open);
  };
  const id = useId();
  return (
    <div className={classes(styles.disclosure, className)} data-testid={testId}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={toggle}
      >
        <ChevronRight size={12} aria-hidden="true" />
        {label}
      </button>
      {open && (
        <div id={id} className={styles.more}>
          {children}
        </div>
      )}
    </div>
  );
}

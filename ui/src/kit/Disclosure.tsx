// A line that opens to say more.
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

import { classes } from "./classes";
import styles from "./Disclosure.module.css";

interface DisclosureProps {
  label: ReactNode;
  className?: string | undefined;
  testId?: string | undefined;
  children: ReactNode;
}

export function Disclosure({ label, className, testId, children }: DisclosureProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={classes(styles.disclosure, className)} data-testid={testId}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
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

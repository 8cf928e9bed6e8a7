// What can be done with a thing, behind one button: arrows go through it, letters find.
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";

import { classes } from "./classes";
import { Kbd } from "./Kbd";
import styles from "./Menu.module.css";

export interface MenuEntry {
  label: string;
  icon?: ReactNode;
  /** The shortcut that does the same. */
  keys?: string | undefined;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  /** A line is drawn above it. */
  apart?: boolean | undefined;
  onChoose: () => void;
  testId?: string | undefined;
}

interface MenuProps {
  /** The button; it must take a ref and spread its props. */
  trigger: ReactElement<Record<string, unknown>>;
  label: string;
  entries: readonly MenuEntry[];
  testId?: string | undefined;
}

export function Menu({ trigger, label, entries, testId }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          align="end"
          side="bottom"
          sideOffset={4}
          collisionPadding={8}
          className={styles.positioner}
        >
          <Base.Popup aria-label={label} data-testid={testId} className={styles.popup}>
            {entries.map((entry) => (
              <Base.Item
                key={entry.label}
                disabled={entry.disabled ?? false}
                onClick={() => entry.onChoose()}
                data-testid={entry.testId}
                className={classes(
                  styles.item,
                  entry.danger && styles.danger,
                  entry.apart && styles.apart,
                )}
              >
                <span className={styles.icon}>{entry.icon}</span>
                <span className={styles.words}>{entry.label}</span>
                {entry.keys !== undefined && <Kbd className={styles.keys}>{entry.keys}</Kbd>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

// A menu at a button that somebody else draws: one for many buttons, where a menu for each would cost too much.
import { Menu as Base } from "@base-ui/react/menu";

import { classes } from "./classes";
import { Kbd } from "./Kbd";
import type { MenuEntry } from "./Menu";
import styles from "./Menu.module.css";

interface MenuAtProps {
  /** The button; without one nothing is open. */
  anchor: HTMLElement | undefined;
  label: string;
  testId?: string | undefined;
  entries: readonly MenuEntry[];
  onClose: () => void;
}

export function MenuAt({ anchor, label, testId, entries, onClose }: MenuAtProps) {
  return (
    <Base.Root
      modal={false}
      open={anchor !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Base.Portal>
        <Base.Positioner
          {...(anchor ? { anchor } : {})}
          align="end"
          side="bottom"
          sideOffset={4}
          collisionPadding={8}
          className={styles.positioner}
        >
          <Base.Popup
            aria-label={label}
            data-testid={testId}
            className={styles.popup}
            finalFocus={() => anchor ?? true}
          >
            {entries.map((entry) => (
              <Base.Item
                key={entry.label}
                disabled={entry.disabled ?? false}
                onClick={() => entry.onChoose()}
                className={classes(
                  styles.item,
                  entry.danger && styles.danger,
                  entry.apart && styles.apart,
                )}
              >
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

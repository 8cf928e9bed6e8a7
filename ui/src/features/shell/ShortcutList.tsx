// The keys that act now, in a dialog.
import { Fragment } from "react";

import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Kbd } from "../../kit/Kbd";
import { keyCaps } from "../../state/keys";
import { useLiveShortcuts } from "../../state/shortcuts";
import type { Scope } from "../../state/shortcutTable";
import { shortcutTable } from "../../state/shortcutTable";
import styles from "./ShortcutList.module.css";

const groups: readonly { title: string; scopes: readonly Scope[] }[] = [
  { title: "Everywhere", scopes: ["app"] },
  { title: "On this screen", scopes: ["screen", "form", "resource"] },
  { title: "In the table", scopes: ["grid"] },
];

export function ShortcutList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const live = useLiveShortcuts().filter((id) => shortcutTable[id].keys.length > 0);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Keyboard shortcuts"
      testId="shortcut-list"
      wide
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className={styles.groups}>
        {groups.map(({ title, scopes }) => {
          const ids = live.filter((id) => scopes.includes(shortcutTable[id].scope));
          if (ids.length === 0) return null;
          return (
            <section key={title} aria-label={title}>
              <h3 className={styles.heading}>{title}</h3>
              <dl className={styles.list}>
                {ids.map((id) => (
                  <Fragment key={id}>
                    <dt>{shortcutTable[id].does}</dt>
                    <dd className={styles.keys}>
                      {shortcutTable[id].keys.map((keys) => (
                        <span key={keys} className={styles.way}>
                          {keyCaps(keys).map((cap, index) => (
                            <Kbd key={index}>{cap}</Kbd>
                          ))}
                        </span>
                      ))}
                    </dd>
                  </Fragment>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

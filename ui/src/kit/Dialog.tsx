// A question or a list over the window; the rest waits. Scrolls inside, its buttons stay visible.
import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";

import { classes } from "./classes";
import styles from "./Dialog.module.css";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  icon?: ReactNode;
  /** A band above the title: what all of it is about. */
  strip?: ReactNode;
  children: ReactNode;
  /** The buttons, the confirming one last. */
  footer?: ReactNode;
  /** It asks before something is lost: a press outside does not close it. */
  alert?: boolean | undefined;
  wide?: boolean | undefined;
  /** Where the focus goes first. */
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** Where the focus goes when it closes: undefined is back to where it was. */
  finalFocus?: (() => HTMLElement | undefined) | undefined;
  testId?: string | undefined;
}

export function Dialog(props: DialogProps) {
  const { open, onClose, alert } = props;
  const onOpenChange = (next: boolean) => {
    if (!next) onClose();
  };
  if (alert) {
    return (
      <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
        <AlertDialog.Portal>
          <AlertDialog.Backdrop className={styles.backdrop} />
          <DialogPopup {...props} />
        </AlertDialog.Portal>
      </AlertDialog.Root>
    );
  }
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <DialogPopup {...props} />
      </Base.Portal>
    </Base.Root>
  );
}

// The parts of a dialog and of an alert dialog are the same components.
function DialogPopup(props: DialogProps) {
  const { title, icon, children, footer, wide, initialFocus, finalFocus, testId } = props;
  return (
    <Base.Popup
      aria-modal="true"
      data-testid={testId}
      className={classes(styles.dialog, wide && styles.wide)}
      {...(initialFocus ? { initialFocus } : {})}
      {...(finalFocus ? { finalFocus: () => finalFocus() ?? true } : {})}
    >
      {props.strip}
      <div className={styles.head}>
        {icon}
        <Base.Title className={styles.title}>{title}</Base.Title>
      </div>
      <div className={styles.body}>{children}</div>
      {footer && <div className={styles.foot}>{footer}</div>}
    </Base.Popup>
  );
}

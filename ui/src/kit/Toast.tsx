// A short message that something was done: leaves after six seconds, stays while it is hovered or focused.
import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "./Button";
import styles from "./Toast.module.css";
import { visibleText } from "./visible";

const SHOWN_MS = 6000;

export interface ToastMessage {
  title: string;
  detail?: string | undefined;
  /** The one thing that can be done about it; the message leaves with it. */
  action?: { label: string; onAct: () => void } | undefined;
}

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={SHOWN_MS}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

/** Shows a message. */
export function useToast(): (message: ToastMessage) => void {
  const { add, close } = Base.useToastManager();
  return ({ title, detail, action }) => {
    const id = add({
      title: visibleText(title),
      ...(detail === undefined ? {} : { description: visibleText(detail) }),
      ...(action && {
        actionProps: {
          children: action.label,
          onClick: () => {
            close(id);
            action.onAct();
          },
        },
      }),
    });
  };
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className={styles.toast}
      swipeDirection={[]}
      data-testid="toast"
    >
      <Base.Content className={styles.content}>
        <div className={styles.text}>
          <Base.Title className={styles.title} />
          <Base.Description className={styles.detail} />
        </div>
        <Base.Action data-testid="toast-action" render={<Button small />} />
        <Base.Close
          aria-label="Dismiss"
          render={<Button small kind="ghost" icon={<X size={14} aria-hidden="true" />} />}
        />
      </Base.Content>
    </Base.Root>
  ));
}

// The tenant that is shown, at the top of the sidebar; opens a list to switch by arrows, digits or name.
import { ChevronsUpDown, Server } from "lucide-react";
import { useLayoutEffect, useRef } from "react";

import { TenantBadge } from "../../kit/TenantBadge";
import { Popover, PopoverFoot } from "../../kit/Popover";
import { Kbd } from "../../kit/Kbd";
import { UserText } from "../../kit/UserText";
import type { Session } from "../../state/session";
import { contentEntry } from "../../state/panes";
import { environmentNames } from "../../state/session";
import { LeavingNote } from "../guard/LeavingNote";
import styles from "./Sidebar.module.css";
import { TenantChooser } from "./TenantChooser";
import chooserStyles from "./TenantChooser.module.css";

interface TenantSwitcherProps {
  session: Session;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function TenantSwitcher({ session, open, onOpenChange }: TenantSwitcherProps) {
  const hasChosen = useRef(false);
  const before = useRef<Element>(null);
  useLayoutEffect(() => {
    if (!open) return;
    hasChosen.current = false;
    before.current = document.activeElement;
  }, [open]);
  // Whoever chose wants to go on there; whoever did not is back where they were.
  const finalFocus = () => {
    // What is still to be opened takes the focus by itself.
    if (hasChosen.current) return contentEntry() ?? false;
    const back = before.current;
    return back instanceof HTMLElement && back.isConnected && back !== document.body
      ? back
      : undefined;
  };
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      finalFocus={finalFocus}
      label="Switch tenant"
      className={chooserStyles.popup}
      testId="tenant-chooser"
      trigger={<SwitcherButton session={session} />}
    >
      <TenantChooser
        session={session}
        onDone={() => {
          hasChosen.current = true;
          onOpenChange(false);
        }}
      />
      <LeavingNote session={session} />
      <PopoverFoot>
        <span>
          <Kbd>Enter</Kbd>
          switch
        </span>
        <span>
          <Kbd>Ctrl Enter</Kbd>
          new window
        </span>
        <span>
          <Kbd>→</Kbd>
          actions
        </span>
        <span className={chooserStyles.end}>opens where it was left</span>
      </PopoverFoot>
    </Popover>
  );
}

// Spreads what the popover's trigger gives it, so that it stays an ordinary button.
function SwitcherButton({ session, ...rest }: { session: Session }) {
  const tenant = session.kind === "none" ? undefined : session.tenant;
  return (
    <button type="button" {...rest} data-testid="tenant-switcher" className={styles.switch}>
      <TenantBadge
        name={tenant?.name ?? ""}
        colour={tenant?.colour}
        icon={tenant ? undefined : <Server size={14} />}
      />
      <span className={styles.words}>
        <UserText text={tenant?.name ?? "No tenant open"} className={styles.tenantName} />
        <span className={styles.tenantEnv}>
          {tenant ? environmentNames[tenant.environment] : "Choose or add one"}
        </span>
      </span>
      <ChevronsUpDown size={14} aria-hidden="true" />
    </button>
  );
}

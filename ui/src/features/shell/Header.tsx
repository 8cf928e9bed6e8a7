// The window's header: back and forward, where one is, how much is shown, read again, the environment.
import { ChevronLeft, ChevronRight, FlaskConical, RefreshCw, Search } from "lucide-react";
import type { MouseEvent } from "react";

import { Breadcrumbs } from "../../kit/Breadcrumbs";
import { classes } from "../../kit/classes";
import { EnvTag } from "../../kit/EnvTag";
import { IconButton } from "../../kit/IconButton";
import { Kbd } from "../../kit/Kbd";
import { useHeaderSlot } from "../../state/header";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import { focusContent } from "../../state/panes";
import type { Session } from "../../state/session";
import { GuardTag } from "../guard/GuardTag";
import { UnverifiedTag } from "../../kit/UnverifiedTag";
import styles from "./Header.module.css";

interface HeaderProps {
  session: Session;
  onPalette: () => void;
}

export function Header({ session, onPalette }: HeaderProps) {
  const navigate = useNavigate();
  const { canGoBack, canGoForward } = useWhereabouts();
  const { title, parents, count, onReload, reloading } = useHeaderSlot();
  return (
    <header className={styles.header} data-pane="">
      <span className={styles.way}>
        <IconButton
          label="Back"
          keys="Alt Left"
          icon={<ChevronLeft size={16} aria-hidden="true" />}
          disabled={!canGoBack}
          onClick={(event) => lead(event, () => navigate.back())}
        />
        <IconButton
          label="Forward"
          keys="Alt Right"
          icon={<ChevronRight size={16} aria-hidden="true" />}
          disabled={!canGoForward}
          onClick={(event) => lead(event, () => navigate.forward())}
        />
      </span>
      <Breadcrumbs parents={parents ?? []} here={title} />
      {count !== undefined && (
        <span role="status" aria-live="polite" className={styles.count}>
          {count}
        </span>
      )}
      <span className={styles.space} />
      {onReload && (
        <IconButton
          label="Read again"
          keys="F5"
          icon={
            <RefreshCw
              size={16}
              aria-hidden="true"
              className={classes(reloading && styles.turning)}
            />
          }
          aria-busy={reloading ? true : undefined}
          onClick={() => onReload()}
        />
      )}
      <button
        type="button"
        className={styles.palette}
        aria-keyshortcuts="Control+K"
        data-testid="open-palette"
        onClick={onPalette}
      >
        <Search size={14} aria-hidden="true" />
        <span className={styles.paletteWords}>Go to, search or run</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      {session.kind !== "none" && <UnverifiedTag high tenant={session.tenant} />}
      <Environment session={session} />
    </header>
  );
}

function Environment({ session }: { session: Session }) {
  if (session.kind === "none") return null;
  return session.tenant.environment === "sandbox" ? (
    <EnvTag name="Sandbox" icon={<FlaskConical size={14} aria-hidden="true" />} />
  ) : (
    <GuardTag session={session} />
  );
}

/** Whoever uses the mouse goes on in the content; whoever is on the button by keys stays on it. */
function lead(event: MouseEvent, go: () => void): void {
  go();
  if (event.detail > 0) focusContent();
}

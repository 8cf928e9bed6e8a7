// The command palette: anywhere in two keys. It looks through what is here and never waits for the server.
import { useState } from "react";

import { CommandDialog } from "../../kit/CommandDialog";
import { formatNumber } from "../../kit/format";
import { Kbd } from "../../kit/Kbd";
import { useNavigate } from "../../state/navigation";
import { focusContent } from "../../state/panes";
import type { Session } from "../../state/session";
import { runCommand } from "../../state/shortcuts";
import type { PaletteItem } from "./items";
import { remember } from "./recent";
import { usePaletteSections } from "./usePaletteSections";

interface PaletteProps {
  session: Session;
  /** Opens a tenant in a window of its own. */
  openWindow: (tenantId: string) => void;
  open: boolean;
  onClose: () => void;
}

export function Palette({ open, ...rest }: PaletteProps) {
  // Mounted anew each time: nothing of the last search is left.
  return open ? <OpenPalette {...rest} /> : null;
}

function OpenPalette({ session, openWindow, onClose }: Omit<PaletteProps, "open">) {
  const [typed, setTyped] = useState("");
  const { asked, sections, searched } = usePaletteSections(session, typed);
  const choose = useChoose(session, openWindow);
  const count = sections.reduce((sum, { items }) => sum + items.length, 0);
  return (
    <CommandDialog
      onClose={onClose}
      label="Go to, search or run"
      typed={typed}
      onTyped={setTyped}
      marked={asked.text}
      sections={sections}
      onChoose={choose}
      status={statusWords(typed, count, searched)}
      nothing="Nothing here is called that. Only what was read in this run is looked through."
      foot={
        <>
          {(session.kind === "open" ? SIGNS : SIGNS.slice(0, 1)).map(([sign, what]) => (
            <span key={sign}>
              <Kbd>{sign}</Kbd>
              {what}
            </span>
          ))}
        </>
      }
    />
  );
}

const SIGNS = [
  [">", "commands"],
  ["@", "users"],
  ["#", "groups"],
  ["!", "requests"],
] as const;

function statusWords(typed: string, count: number, searched: number | undefined): string {
  if (typed.trim() === "") return "";
  const results = count === 1 ? "1 result" : `${formatNumber(count)} results`;
  return searched === undefined ? results : `${results}, ${formatNumber(searched)} read`;
}

function useChoose(
  session: Session,
  openWindow: (tenantId: string) => void,
): (item: PaletteItem) => void {
  const navigate = useNavigate();
  const tenantId = session.kind === "none" ? "" : session.tenant.id;
  return (item) => {
    const { act } = item;
    remember(tenantId, { ...item, key: item.key.replace(/^recent /, "") });
    switch (act.kind) {
      case "open":
        navigate.open(act.place);
        focusContent();
        return;
      case "tenant":
        navigate.enterTenant(act.tenantId);
        focusContent();
        return;
      case "window":
        openWindow(act.tenantId);
        return;
      case "outside":
        navigate.leaveTenant(act.place);
        focusContent();
        return;
      case "command":
        // When the dialog is gone: a command may open one of its own, or take the focus.
        requestAnimationFrame(() => runCommand(act.id));
    }
  };
}

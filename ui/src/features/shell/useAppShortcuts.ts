// The keys that act everywhere in a window.
import { useHeaderSlot } from "../../state/header";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import { movePane } from "../../state/panes";
import type { Session } from "../../state/session";
import { useShortcuts } from "../../state/shortcuts";
import { sidebarEntries } from "./sidebarEntries";

interface Shown {
  showList: () => void;
  showSwitcher: () => void;
}

export function useAppShortcuts(session: Session, shown: Shown): void {
  const navigate = useNavigate();
  const { canGoBack, canGoForward } = useWhereabouts();
  const { onReload } = useHeaderSlot();
  const entries = sidebarEntries(session);
  const to = (resourceType: string) => {
    const entry = entries.find(
      (it) => it.place.screen === "directory" && it.place.resourceType === resourceType,
    );
    return entry && (() => navigate.open(entry.place));
  };
  useShortcuts("app", {
    "app.switchTenant": shown.showSwitcher,
    "app.shortcuts": shown.showList,
    "app.back": canGoBack ? () => navigate.back() : undefined,
    "app.forward": canGoForward ? () => navigate.forward() : undefined,
    "app.reload": onReload && (() => onReload()),
    "app.sidebarEntry":
      entries.length > 0
        ? (event) => {
            const entry = entries[Number(event.key) - 1];
            if (entry) navigate.open(entry.place);
          }
        : undefined,
    "app.nextPane": () => movePane(1),
    "app.previousPane": () => movePane(-1),
    "app.users": to("User"),
    "app.groups": to("Group"),
    "app.history": () => navigate.open({ screen: "history" }),
  });
}

// The keys that act everywhere in a window.
import { useHeaderSlot } from "../../state/header";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import { focusContent, movePane } from "../../state/panes";
import type { Place } from "../../state/places";
import type { Session } from "../../state/session";
import { useShortcuts } from "../../state/shortcuts";
import { useOpenWindow } from "../tenants/useOpenWindow";
import { sidebarEntries } from "./sidebarEntries";

interface Shown {
  showList: () => void;
  showSwitcher: () => void;
  showPalette: () => void;
}

export function useAppShortcuts(session: Session, shown: Shown): void {
  const navigate = useNavigate();
  const { canGoBack, canGoForward } = useWhereabouts();
  const { onReload } = useHeaderSlot();
  const entries = sidebarEntries(session);
  const openWindow = useOpenWindow();
  // The focus goes along: whoever went there by a key goes on there by keys.
  const go = (step: () => void) => {
    step();
    focusContent();
  };
  const open = (place: Place) => go(() => navigate.open(place));
  const to = (resourceType: string) => {
    const entry = entries.find(
      (it) => it.place.screen === "directory" && it.place.resourceType === resourceType,
    );
    return entry && (() => open(entry.place));
  };
  useShortcuts("app", {
    "app.palette": shown.showPalette,
    "app.switchTenant": shown.showSwitcher,
    "app.newWindow": () => openWindow(),
    "app.shortcuts": shown.showList,
    "app.back": canGoBack ? () => go(() => navigate.back()) : undefined,
    "app.forward": canGoForward ? () => go(() => navigate.forward()) : undefined,
    "app.reload": onReload && (() => onReload()),
    "app.sidebarEntry":
      entries.length > 0
        ? (event) => {
            const entry = entries[Number(event.key) - 1];
            if (entry) open(entry.place);
          }
        : undefined,
    "app.nextPane": () => movePane(1),
    "app.previousPane": () => movePane(-1),
    "app.users": to("User"),
    "app.groups": to("Group"),
    "app.history": () => open({ screen: "history" }),
    "app.settings": () => open({ screen: "settings" }),
  });
}

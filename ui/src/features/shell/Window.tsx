// The frame of a window: sidebar, header, the screen, status bar; its edge carries the tenant's colour.
import { useEffect, useState } from "react";

import { useSession } from "../../state/session";
import { rememberFocus, useInputMark } from "../../state/panes";
import { useShortcutListener } from "../../state/shortcuts";
import { useStarted } from "../../state/app";
import { useGuard } from "../../state/guard";
import { keepPlace } from "../../state/left";
import { useWhereabouts } from "../../state/navigation";
import { useTellShown } from "../../state/windows";
import { useForgottenElsewhere } from "../tenants/useForgottenElsewhere";
import { useKeptForms } from "../tenants/useKeptForms";
import { useOpenWindow } from "../tenants/useOpenWindow";
import { GuardDialog } from "../guard/GuardDialog";
import { GuardNotice } from "../guard/GuardNotice";
import { Palette } from "../palette/Palette";
import { WriteDesk } from "../write/WriteDesk";
import { Boundary } from "./Boundary";
import { RecordingBanner, StorageBanner } from "../storage/StorageBanner";
import { StorageDialogs } from "../storage/StorageDialogs";
import { ExpiryBanner } from "./ExpiryBanner";
import { Header } from "./Header";
import { Screen } from "./Screen";
import { ShortcutList } from "./ShortcutList";
import { Sidebar } from "./Sidebar";
import { StatusBar } from "./StatusBar";
import { useAppShortcuts } from "./useAppShortcuts";
import styles from "./Window.module.css";

export function Window() {
  const session = useSession();
  const { tenantId, place } = useWhereabouts();
  const { version } = useStarted();
  const [listShown, setListShown] = useState(false);
  const [switcherOpen, setSwitcherOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const openWindow = useOpenWindow();
  useTellShown(tenantId);
  useForgottenElsewhere();
  useKeptForms();
  useEffect(() => {
    if (tenantId !== undefined) keepPlace(tenantId, place);
  }, [tenantId, place]);
  useShortcutListener();
  useInputMark();
  useAppShortcuts(session, {
    showList: () => setListShown(true),
    showSwitcher: () => setSwitcherOpen(true),
    showPalette: () => setPaletteOpen(true),
  });
  useEffect(() => {
    document.addEventListener("focusin", rememberFocus);
    return () => document.removeEventListener("focusin", rememberFocus);
  }, []);
  const tenant = session.kind === "none" ? undefined : session.tenant;
  const guarded = tenant?.environment === "sandbox" ? undefined : tenant;
  const isUnlocked = useGuard(guarded?.id)?.unlocked !== undefined;
  return (
    <div
      data-testid="app"
      data-tenant={tenant?.colour ?? "grey"}
      data-env={tenant?.environment ?? "none"}
      data-writes={isUnlocked ? "unlocked" : undefined}
      className={styles.window}
    >
      <Sidebar
        session={session}
        switcherOpen={switcherOpen}
        onSwitcherOpen={setSwitcherOpen}
        onShowShortcuts={() => setListShown(true)}
      />
      <Header session={session} onPalette={() => setPaletteOpen(true)} />
      <main className={styles.main} aria-label="Content" data-pane="">
        <StorageBanner />
        <RecordingBanner />
        {guarded && <GuardNotice tenant={guarded} isOpen={session.kind === "open"} />}
        {session.kind === "open" && <ExpiryBanner tenant={session.tenant} />}
        <Boundary place={JSON.stringify([tenantId, place])}>
          <Screen key={tenantId ?? ""} session={session} />
        </Boundary>
      </main>
      <StatusBar session={session} version={version} />
      <StorageDialogs />
      <GuardDialog session={session} />
      <WriteDesk session={session} />
      <Palette
        session={session}
        openWindow={openWindow}
        open={paletteOpen}
        onClose={() => setPaletteOpen(false)}
      />
      <ShortcutList open={listShown} onClose={() => setListShown(false)} />
    </div>
  );
}

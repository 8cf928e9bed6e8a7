// All tenants by their groups: arranging, copying, forgetting them, and taking them along as a file.
import { Download, Plus, Upload } from "lucide-react";
import { useState } from "react";

import type { Tenant } from "../../../host/generated/Tenant";
import { Button } from "../../../kit/Button";
import { EmptyState } from "../../../kit/EmptyState";
import { formatNumber } from "../../../kit/format";
import { Pager, usePage } from "../../../kit/Pager";
import { useTenants } from "../../../state/app";
import { useHeader } from "../../../state/header";
import { useNavigate } from "../../../state/navigation";
import { contentEntry, useContentFocus } from "../../../state/panes";
import { useShortcuts } from "../../../state/shortcuts";
import { ForgetDialog } from "../ForgetDialog";
import { groupsOf, neighbourOf } from "./arrangement";
import { ExportDialog } from "./ExportDialog";
import { GroupDialog, RenameDialog } from "./GroupDialog";
import { GroupSection } from "./GroupSection";
import { ImportDialog } from "./ImportDialog";
import { menuOf, rowOf } from "./rows";
import styles from "./tenants.module.css";
import { useTenantActions } from "./useTenantActions";

/** What lies over the list. */
export type Asked =
  | { kind: "group" | "forget" | "export"; tenant: Tenant }
  | { kind: "rename"; group: string }
  | { kind: "exportAll" | "import" };

export function TenantsScreen() {
  const tenants = useTenants();
  const [asked, setAsked] = useState<Asked>();
  const actions = useTenantActions(tenants, setAsked);
  useHeader({ title: "Tenants", count: formatNumber(tenants.length) });
  useContentFocus(true);
  useShortcuts("screen", { "tenants.move": tenants.length > 0 ? "elsewhere" : undefined });
  const groups = groupsOf(tenants);
  const page = usePage(tenants);
  const onPage = new Set(page.shown.map(({ id }) => id));
  const isShown = ({ id }: Tenant) => onPage.has(id);
  return (
    <div className={styles.screen} data-testid="tenants-screen">
      <Toolbar hasTenants={tenants.length > 0} onAsk={setAsked} />
      <p role="status" aria-live="polite" className={styles.heard}>
        {actions.said}
      </p>
      {tenants.length === 0 ? (
        <NoTenants onImport={() => setAsked({ kind: "import" })} />
      ) : (
        <div className={styles.scroll}>
          {groups.map(
            (group, index) =>
              group.tenants.some(isShown) && (
                <GroupSection
                  key={group.name}
                  group={group}
                  isAlone={groups.length === 1}
                  isFirst={index === 0 || groups[index - 1]?.name === ""}
                  isLast={index === groups.length - 1}
                  isShown={isShown}
                  actions={actions}
                />
              ),
          )}
          <Pager page={page} what="tenants" />
        </div>
      )}
      <Dialogs asked={asked} tenants={tenants} onClose={() => setAsked(undefined)} />
    </div>
  );
}

function Toolbar({ hasTenants, onAsk }: { hasTenants: boolean; onAsk: (asked: Asked) => void }) {
  const navigate = useNavigate();
  return (
    <div className={styles.toolbar}>
      <Button
        kind="primary"
        icon={<Plus size={14} aria-hidden="true" />}
        onClick={() => navigate.open({ screen: "connection" })}
        data-testid="tenants-add"
      >
        Add a tenant
      </Button>
      <span className={styles.space} />
      <Button
        icon={<Upload size={14} aria-hidden="true" />}
        onClick={() => onAsk({ kind: "import" })}
        data-testid="tenants-import"
      >
        Import…
      </Button>
      <Button
        icon={<Download size={14} aria-hidden="true" />}
        disabled={!hasTenants}
        onClick={() => onAsk({ kind: "exportAll" })}
        data-testid="tenants-export"
      >
        Export…
      </Button>
    </div>
  );
}

function NoTenants({ onImport }: { onImport: () => void }) {
  const navigate = useNavigate();
  return (
    <EmptyState
      title="There are no tenants yet"
      why="The sandbox comes with Scimscope and is on the Welcome screen; tenants of your own stand here."
      actions={
        <>
          <Button data-pane-focus="" onClick={() => navigate.open({ screen: "connection" })}>
            Add a tenant
          </Button>
          <Button onClick={onImport}>Import a file</Button>
        </>
      }
    />
  );
}

interface DialogsProps {
  asked: Asked | undefined;
  tenants: readonly Tenant[];
  onClose: () => void;
}

function Dialogs({ asked, tenants, onClose }: DialogsProps) {
  switch (asked?.kind) {
    case undefined:
      return null;
    case "group":
      return <GroupDialog tenant={asked.tenant} tenants={tenants} onClose={onClose} />;
    case "rename":
      return <RenameDialog group={asked.group} tenants={tenants} onClose={onClose} />;
    case "forget":
      return <ForgetFromList tenant={asked.tenant} tenants={tenants} onClose={onClose} />;
    case "export":
      return <ExportDialog tenant={asked.tenant} onClose={onClose} />;
    case "exportAll":
      return <ExportDialog onClose={onClose} />;
    case "import":
      return <ImportDialog onClose={onClose} />;
  }
}

interface ForgetFromListProps {
  tenant: Tenant;
  tenants: readonly Tenant[];
  onClose: () => void;
}

/** The focus goes to the next row where this one is gone, and back to its menu where it is not. */
function ForgetFromList({ tenant, tenants, onClose }: ForgetFromListProps) {
  const [next] = useState(() => neighbourOf(tenants, tenant.id));
  return (
    <ForgetDialog
      open
      tenant={tenant}
      onClose={onClose}
      finalFocus={() => menuOf(tenant.id) ?? rowOf(next) ?? contentEntry()}
    />
  );
}

// Beside or below the members: adding some, and what is pending.
import type { ComponentProps } from "react";

import type { DraftEdit } from "../../host/generated/DraftEdit";
import type { ResourceId } from "../resource/api";
import { AddMembers } from "./AddMembers";
import styles from "./pane.module.css";
import { PendingMembers } from "./PendingMembers";

interface MembersPaneProps extends Omit<ComponentProps<typeof PendingMembers>, "tenantId"> {
  which: ResourceId;
  edit: (edits: readonly DraftEdit[]) => Promise<boolean>;
}

export function MembersPane({ which, edit, ...pending }: MembersPaneProps) {
  return (
    <div className={styles.pane} data-testid="members-pane">
      <AddMembers which={which} edit={edit} />
      <PendingMembers tenantId={which.tenantId} {...pending} />
    </div>
  );
}

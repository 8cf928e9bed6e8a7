// Adding members: a search among what was read and on the server, and lists that are pasted.
import { useState } from "react";

import type { DraftEdit } from "../../host/generated/DraftEdit";
import { LinkButton } from "../../kit/LinkButton";
import { useRemembered } from "../../kit/remembered";
import { Select } from "../../kit/Select";
import { inSentence, usePlural } from "../../state/plural";
import type { ResourceId } from "../resource/api";
import styles from "./pane.module.css";
import { PasteDialog } from "./PasteDialog";
import { PastedReport } from "./PastedReport";
import { SearchBox } from "./SearchBox";
import { useMemberTypes } from "./types";
import { useMembership } from "./useMembership";
import { addEdit, usePasted } from "./usePasted";
import { useResourceSearch } from "./useResourceSearch";

interface AddMembersProps {
  which: ResourceId;
  edit: (edits: readonly DraftEdit[]) => Promise<boolean>;
}

export function AddMembers({ which, edit }: AddMembersProps) {
  const types = useMemberTypes(which.resourceType);
  const [wanted, setWanted] = useRemembered<string>("members.type", "");
  const resourceType = types.includes(wanted) ? wanted : (types[0] ?? which.resourceType);
  const plural = inSentence(usePlural(resourceType));
  const search = useResourceSearch(which.tenantId, resourceType);
  const membership = useMembership(
    which,
    search.found.map(({ id }) => id),
  );
  const list = usePasted(which, resourceType, edit);
  const [pasting, setPasting] = useState(false);
  return (
    <section aria-label="Add members" className={styles.add}>
      <div className={styles.head}>
        <h3 className={styles.title}>Add members</h3>
        {types.length > 1 && (
          <span className={styles.type}>
            <Select
              label="Type of the members to add"
              value={resourceType}
              options={types.map((value) => ({ value, label: value }))}
              onChange={setWanted}
              testId="members-type"
            />
          </span>
        )}
        <span className={styles.push} />
        <LinkButton onClick={() => setPasting(true)}>Paste a list…</LinkButton>
      </div>
      <SearchBox
        label={`Find ${plural} to add`}
        testId="members-add"
        search={search}
        plural={plural}
        group={resourceType === which.resourceType}

        mark={({ id }) => {
          if (id === which.id && resourceType === which.resourceType) return "this group";
          return { kept: "is a member", added: "added", removed: undefined }[
            membership.get(id) ?? "removed"
          ];
        }}
        onChoose={(found) =>
          void edit([
            membership.get(found.id) === "removed"
              ? { kind: "keepMember", value: found.id }
              : addEdit(found),
          ])
        }
        onPasted={list.take}
      />
      <PastedReport list={list} plural={plural} />
      {pasting && (
        <PasteDialog
          onClose={() => setPasting(false)}
          onTake={(text) => {
            setPasting(false);
            list.takeAny(text);
          }}
        />
      )}
    </section>
  );
}

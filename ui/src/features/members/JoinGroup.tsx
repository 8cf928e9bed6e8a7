// Finding a group to join: joining is written to the group.
import { Plus } from "lucide-react";
import { useState } from "react";

import type { FoundResource } from "../../host/generated/FoundResource";
import { Button } from "../../kit/Button";
import { Popover } from "../../kit/Popover";
import { inSentence, usePlural } from "../../state/plural";
import styles from "./groups.module.css";
import { SearchBox } from "./SearchBox";
import { useResourceSearch } from "./useResourceSearch";

interface JoinGroupProps {
  tenantId: string;
  groupType: string;
  busy: boolean;
  /** What stands beside a group that cannot be joined. */
  mark: (group: FoundResource) => string | undefined;
  onJoin: (group: FoundResource) => void;
}

export function JoinGroup({ tenantId, groupType, busy, mark, onJoin }: JoinGroupProps) {
  const [open, setOpen] = useState(false);
  const plural = inSentence(usePlural(groupType));
  const search = useResourceSearch(tenantId, groupType);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Join a group"
      align="end"
      className={styles.join}
      testId="join-popover"
      trigger={
        <Button
          small
          busy={busy}
          icon={<Plus size={14} aria-hidden="true" />}
          data-testid="join-group"
        >
          Join a group
        </Button>
      }
    >
      <SearchBox
        label={`Find ${plural} to join`}
        testId="join-find"
        search={search}
        plural={plural}
        group
        mark={mark}
        onChoose={(group) => {
          setOpen(false);
          search.setText("");
          onJoin(group);
        }}
      />
    </Popover>
  );
}

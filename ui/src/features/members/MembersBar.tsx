// Where there is no room for the pane: what is pending in one line, and the way to the pane.
import type { Draft } from "../../host/generated/Draft";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import styles from "./pane.module.css";
import { ChangeCounts } from "./PendingMembers";

interface MembersBarProps {
  draft: Draft | undefined;
  open: boolean;
  onOpen: (open: boolean) => void;
}

export function MembersBar({ draft, open, onOpen }: MembersBarProps) {
  const { added = 0, removed = 0 } = draft?.members ?? {};
  const count = added + removed;
  const words = count === 1 ? "1 pending change" : `${formatNumber(count)} pending changes`;
  const isPending = draft !== undefined && count > 0;
  return (
    <div className={styles.bar} data-testid="members-bar">
      {isPending && (
        <>
          <span>{words}</span>
          <ChangeCounts draft={draft} />
        </>
      )}
      <span className={styles.push} />
      <Button
        kind={isPending && !open ? "primary" : "plain"}
        aria-expanded={open}
        onClick={() => onOpen(!open)}
        data-testid="members-bar-open"
      >
        {open ? "Back to the members" : isPending ? "Review and send" : "Add members"}
      </Button>
    </div>
  );
}

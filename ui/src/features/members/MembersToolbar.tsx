// What is above the members: the search, which of them, names to look up, and what can be done with those that are checked.
import { Search } from "lucide-react";

import type { MembersShown } from "../../host/generated/MembersShown";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { Segmented } from "../../kit/Segmented";
import { TextInput } from "../../kit/TextInput";
import { LookUpNames } from "../resource/LookUpNames";
import type { ReferenceNames } from "../resource/names";
import type { MemberList } from "./api";
import { ExportMembers } from "./ExportMembers";
import styles from "./members.module.css";
import { counted } from "./segments";
import type { MemberRows } from "./useMemberRows";

interface MembersToolbarProps {
  text: string;
  onText: (text: string) => void;
  shown: MembersShown;
  onShown: (shown: MembersShown) => void;
  summary: MemberRows["summary"];
  names: ReferenceNames;
  /** How many members are checked. */
  checked: number;
  onRemove: () => void;
  /** What is shown, and is saved so. */
  list: MemberList;
}

export function MembersToolbar(props: MembersToolbarProps) {
  const { text, onText, shown, onShown, summary, names, checked, onRemove, list } = props;
  const segments = [
    counted("all", "All", summary?.ofAll),
    counted("changed", "Changed", summary?.ofChanged),
    counted("dangling", "Not found", summary?.ofDangling),
    counted("groups", "Groups", summary?.ofGroups),
  ];
  const whole = summary === undefined ? "" : ` in ${formatNumber(summary.ofAll)}`;
  return (
    <div className={styles.toolbar}>
      <TextInput
        aria-label={`Find${whole}`}
        type="search"
        placeholder={`Find${whole}`}
        value={text}
        onChange={onText}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || text === "") return;
          event.preventDefault();
          event.stopPropagation();
          onText("");
        }}
        before={<Search size={14} aria-hidden="true" />}
        className={styles.find}
        data-testid="members-find"
      />
      <Segmented
        label="Which members"
        value={shown}
        segments={segments}
        onChange={onShown}
        testId="members-shown"
      />
      <LookUpNames names={names} />
      {checked > 0 && (
        <Button small kind="danger" onClick={onRemove} data-testid="members-remove">
          Remove {formatNumber(checked)}
        </Button>
      )}
      <span className={styles.push} />
      <ExportMembers list={list} isEmpty={!summary || summary.total === 0} />
    </div>
  );
}

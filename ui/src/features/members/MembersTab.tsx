// The members of a group: read in windows, added and removed in a draft, sent when somebody says so.
import { type KeyboardEvent, useState } from "react";

import { ErrorCard } from "../../kit/ErrorCard";
import { SplitPane } from "../../kit/SplitPane";
import { useNarrow } from "../../kit/useNarrow";
import type { ResourceId } from "../resource/api";
import styles from "./members.module.css";
import { MembersBar } from "./MembersBar";
import { MembersPane } from "./MembersPane";
import { MembersTable } from "./MembersTable";
import { MembersToolbar } from "./MembersToolbar";
import { NoMembers } from "./NoMembers";
import { useMembers } from "./useMembers";

export { useHasMembers, useMembersCount } from "./api";

interface MembersTabProps {
  which: ResourceId;
  /** There is room beside the table. */
  wide?: boolean | undefined;
}

/** For another group everything starts anew. */
export function MembersTab(props: MembersTabProps) {
  const { tenantId, resourceType, id } = props.which;
  return <Members key={JSON.stringify([tenantId, resourceType, id])} {...props} />;
}

function Members({ which, wide }: MembersTabProps) {
  const members = useMembers(which);
  const { draft, edit, error, busy, send } = members;
  const beside = !useNarrow() && wide === true;
  const [paneOpen, setPaneOpen] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !send) return;
    // A dialog that was opened from here is drawn elsewhere: its keys are its own.
    if (!event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    send();
  };
  const pane = (
    <MembersPane
      which={which}
      edit={edit}
      draft={draft}
      error={error}
      busy={busy}
      onDiscard={members.discard}
      onSend={send}
    />
  );
  const main = <Main which={which} members={members} />;
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- one key for all that is in it: Send
    <div className={styles.tab} data-testid="members-tab" onKeyDown={onKeyDown}>
      {beside ? (
        <SplitPane
          name="members"
          main={main}
          side={pane}
          sideLabel="Changes of the members"
          standard={376}
        />
      ) : (
        <>
          {main}
          {paneOpen && pane}
          <MembersBar draft={draft} open={paneOpen} onOpen={setPaneOpen} />
        </>
      )}
      {members.dialog}
    </div>
  );
}

interface MainProps {
  which: ResourceId;
  members: ReturnType<typeof useMembers>;
}

function Main({ which, members }: MainProps) {
  const { rows, selection } = members;
  const { summary, error } = rows;
  const isEmpty = summary?.total === 0;
  return (
    <div className={styles.main}>
      <MembersToolbar
        text={members.text}
        onText={members.setText}
        shown={members.shown}
        onShown={members.setShown}
        summary={summary}
        names={members.names}
        checked={selection.checked.size}
        onRemove={members.removeChecked}
        list={members.list}
      />
      {error && (
        <div className={styles.place}>
          <ErrorCard error={error} onRetry={rows.retry} />
        </div>
      )}
      {isEmpty && (
        <NoMembers
          all={summary.ofAll === 0}
          onAll={() => {
            members.setText("");
            members.setShown("all");
          }}
        />
      )}
      {!isEmpty && (summary !== undefined || !error) && (
        <MembersTable
          list={members.name}
          label="Members"
          groupType={which.resourceType}
          rows={rows}
          selection={selection}
          sort={members.sort}
          onSort={members.setSort}
          names={members.byId}
          onRemove={members.removeThese}
          onUndo={members.undo}
          onOpen={members.open}
        />
      )}
    </div>
  );
}

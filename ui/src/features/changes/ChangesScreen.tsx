// The change log: what was written to a tenant from here, newest first, and below it the entry that is chosen.
import { FileClock, SearchX } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import type { ChangeKind } from "../../host/generated/ChangeKind";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorCard } from "../../kit/ErrorCard";
import { formatNumber } from "../../kit/format";
import { StackPane } from "../../kit/grid/StackPane";
import { useSettled } from "../../kit/useSettled";
import { useWaitPhase } from "../../kit/waiting";
import { Skeleton } from "../../kit/WaitLine";
import { useHeader } from "../../state/header";
import { markReady } from "../../state/ready";
import { useShortcuts } from "../../state/shortcuts";
import { useWrite } from "../write/useWrite";
import { useChanges } from "./api";
import { ChangeDetail } from "./ChangeDetail";
import styles from "./changes.module.css";
import { ChangesGrid } from "./ChangesGrid";
import { ChangesToolbar } from "./ChangesToolbar";
import { showChange, useShownChange } from "./shown";

interface ChangesScreenProps {
  tenantId: string;
}

/** The text is searched when the person pauses. */
const SEARCH_MS = 250;

function focusIn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

export function ChangesScreen({ tenantId }: ChangesScreenProps) {
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [kind, setKind] = useState<ChangeKind>();
  const [resourceType, setResourceType] = useState<string>();
  const settled = useSettled(text, SEARCH_MS).trim();
  const listed = useChanges(tenantId, { text: settled, kind, resourceType });
  const shown = useShownChange(tenantId);
  const { start, dialog, busy } = useWrite(tenantId);
  const entries = listed.data?.pages.flatMap((page) => page.changes) ?? [];
  const total = listed.data?.pages[0]?.total;
  const isFiltered = settled !== "" || kind !== undefined || resourceType !== undefined;
  const undo = (change: string) => start({ kind: "undo", change });

  useHeader({
    title: "Changes",
    count: total === undefined ? undefined : formatNumber(total),
    onReload: () => void listed.refetch(),
    reloading: listed.isRefetching,
  });
  useShortcuts("screen", { "screen.filter": () => search.current?.focus() });
  useShortcuts("grid", {
    "grid.move": "elsewhere",
    "grid.jump": "elsewhere",
    "history.enter":
      shown === undefined ? undefined : () => focusIn("[data-testid=change-detail] [role=tab]"),
  });
  const painted = listed.data !== undefined;
  useEffect(() => {
    if (painted) markReady("changes");
  }, [painted]);

  const clear = () => {
    setText("");
    setKind(undefined);
    setResourceType(undefined);
  };
  const list = () => {
    if (listed.error && !listed.data) {
      return (
        <div className={styles.place}>
          <ErrorCard error={listed.error} onRetry={() => void listed.refetch()} />
        </div>
      );
    }
    if (!listed.data) return <Waiting />;
    if (entries.length === 0) return <Nothing filtered={isFiltered} onClear={clear} />;
    return (
      <ChangesGrid
        entries={entries}
        isMore={listed.hasNextPage}
        shown={shown}
        onShow={(change) => showChange(tenantId, change)}
        onUndo={undo}
        onEnd={() => {
          if (listed.hasNextPage && !listed.isFetchingNextPage) void listed.fetchNextPage();
        }}
      />
    );
  };
  return (
    <div className={styles.screen} data-testid="changes-screen">
      <ChangesToolbar
        tenantId={tenantId}
        search={search}
        text={text}
        onText={setText}
        kind={kind}
        onKind={setKind}
        resourceType={resourceType}
        onResourceType={setResourceType}
        onLeave={() => focusIn("[data-testid=grid] [tabindex='0']")}
        isEmpty={total === 0}
      />
      <StackPane
        name="changes"
        standard={46}
        belowLabel="the change"
        above={list()}
        below={
          shown !== undefined && (
            <ChangeDetail
              key={shown}
              tenantId={tenantId}
              change={shown}
              busy={busy}
              onUndo={undo}
              onClose={() => showChange(tenantId, undefined)}
            />
          )
        }
      />
      {dialog}
    </div>
  );
}

function Waiting() {
  const phase = useWaitPhase(true);
  return (
    <div className={styles.place} aria-busy>
      {phase !== "quiet" && <Skeleton width="52%" />}
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <div className={styles.place}>
      {filtered ? (
        <EmptyState
          icon={<SearchX size={16} aria-hidden="true" />}
          title="No change matches"
          why="Other changes of this tenant may: the filter leaves them out."
          actions={<Button onClick={onClear}>Show all</Button>}
        />
      ) : (
        <EmptyState
          icon={<FileClock size={16} aria-hidden="true" />}
          title="No changes yet"
          why="Whatever is written to this tenant from here is listed here, with a way to undo it."
        />
      )}
    </div>
  );
}

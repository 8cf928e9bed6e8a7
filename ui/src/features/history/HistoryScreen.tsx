// The history: every exchange, newest first and live, and below it the one that is chosen.
import { History, SearchX } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import type { OutcomeFilter } from "../../host/generated/OutcomeFilter";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorCard } from "../../kit/ErrorCard";
import { StackPane } from "../../kit/grid/StackPane";
import { useSettled } from "../../kit/useSettled";
import { useWaitPhase } from "../../kit/waiting";
import { Skeleton } from "../../kit/WaitLine";
import { useStarted, useTenants } from "../../state/app";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { markReady } from "../../state/ready";
import { useShortcuts } from "../../state/shortcuts";
import { useExchanges } from "./api";
import { ExchangeDetail } from "./ExchangeDetail";
import styles from "./history.module.css";
import { HistoryGrid } from "./HistoryGrid";
import { HistoryToolbar } from "./HistoryToolbar";
import { countWords } from "./words";

interface HistoryScreenProps {
  /** The exchange that is shown in full. */
  exchangeId?: string | undefined;
  /** What is searched at first. */
  searched?: string | undefined;
}

/** The text is searched when the person pauses. */
const SEARCH_MS = 250;

function focusIn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

function focusList(): void {
  focusIn("[data-testid=grid] [tabindex='0']");
}

export function HistoryScreen({ exchangeId, searched }: HistoryScreenProps) {
  const navigate = useNavigate();
  const tenants: readonly Tenant[] = [useStarted().sandbox, ...useTenants()];
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(searched ?? "");
  const [outcome, setOutcome] = useState<OutcomeFilter>("all");
  const [tenantId, setTenantId] = useState<string>();
  const settled = useSettled(text, SEARCH_MS);
  const listed = useExchanges({ tenantId, outcome, text: settled.trim() });
  const exchanges = listed.data?.pages.flatMap((page) => page.exchanges) ?? [];
  const first = listed.data?.pages[0];
  const total = first?.total;
  const isFiltered = settled.trim() !== "" || outcome !== "all" || tenantId !== undefined;

  useHeader({
    title: "History",
    count: first && countWords(first.total, first.totalIsLeast),
    onReload: () => void listed.refetch(),
    reloading: listed.isRefetching,
  });
  useShortcuts("screen", { "screen.filter": () => search.current?.focus() });
  useShortcuts("grid", {
    "grid.move": "elsewhere",
    "grid.jump": "elsewhere",
    "history.enter":
      exchangeId === undefined
        ? undefined
        : () => focusIn("[data-testid=exchange-detail] [role=tab]"),
  });
  const painted = listed.data !== undefined;
  useEffect(() => {
    if (painted) markReady("history");
  }, [painted]);

  const clear = () => {
    setText("");
    setOutcome("all");
    setTenantId(undefined);
  };
  const list = () => {
    if (listed.error && !listed.data) {
      return <ListFailed error={listed.error} onRetry={() => void listed.refetch()} />;
    }
    if (total === undefined) return <ListWaiting />;
    if (total === 0) return <NoRequests filtered={isFiltered} onClear={clear} />;
    return (
      <HistoryGrid
        exchanges={exchanges}
        total={first?.totalIsLeast ? -1 : total}
        tenants={tenants}
        selectedId={exchangeId}
        onSelect={(id) =>
          navigate.replace({
            screen: "history",
            exchangeId: id,
            ...(searched === undefined ? {} : { text: searched }),
          })
        }
        onEnd={() => {
          if (listed.hasNextPage && !listed.isFetchingNextPage) void listed.fetchNextPage();
        }}
      />
    );
  };
  return (
    <div className={styles.screen}>
      <HistoryToolbar
        text={text}
        onText={setText}
        onLeave={focusList}
        search={search}
        outcome={outcome}
        onOutcome={setOutcome}
        tenants={tenants}
        tenantId={tenantId}
        onTenant={setTenantId}
      />
      <StackPane
        name="history"
        standard={42}
        belowLabel="the request"
        above={list()}
        below={exchangeId !== undefined && <ExchangeDetail id={exchangeId} onLeave={focusList} />}
      />
    </div>
  );
}

function ListFailed({
  error,
  onRetry,
}: {
  error: Parameters<typeof ErrorCard>[0]["error"];
  onRetry: () => void;
}) {
  return (
    <div className={styles.place}>
      <ErrorCard error={error} onRetry={onRetry} />
    </div>
  );
}

function ListWaiting() {
  const phase = useWaitPhase(true);
  return (
    <div className={styles.place} aria-busy>
      {phase !== "quiet" && <Skeleton width="52%" />}
    </div>
  );
}

function NoRequests({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <div className={styles.place}>
      {filtered ? (
        <EmptyState
          icon={<SearchX size={16} aria-hidden="true" />}
          title="No request matches"
          why="The history has other requests, or none of this tenant."
          actions={<Button onClick={onClear}>Show all</Button>}
        />
      ) : (
        <EmptyState
          icon={<History size={16} aria-hidden="true" />}
          title="No requests yet"
          why="Every request that Scimscope sends is listed here, secrets masked."
        />
      )}
    </div>
  );
}

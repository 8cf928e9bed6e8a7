// The table with its toolbar and the inspector beside it; everything that they share is decided here.
import { useEffect } from "react";

import type { Columns } from "../../host/generated/Columns";
import { Button } from "../../kit/Button";
import { Note } from "../../kit/Note";
import { SplitPane } from "../../kit/SplitPane";
import { UserText } from "../../kit/UserText";
import { useStateOf } from "../../kit/useStateOf";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { markReady } from "../../state/ready";
import { useResourceTypeCount } from "../../state/session";
import { Inspector } from "../resource/Inspector";
import { CheckedBar } from "./CheckedBar";
import { useChooseColumns } from "./columnsApi";
import styles from "./directory.module.css";
import { DirectoryGrid } from "./DirectoryGrid";
import type { DirectoryScreenProps } from "./DirectoryScreen";
import { DirectoryToolbar } from "./DirectoryToolbar";
import { GapLine } from "./GapLine";
import { ListState } from "./ListState";
import { ListWait } from "./ListWait";
import { leave, leftAs, nameOf } from "./memory";
import { usePlural } from "../../state/plural";
import { FilterNotes } from "./filter/FilterNotes";
import { useFilterBar } from "./filter/useFilterBar";
import { tableFilter, useTableFilter } from "./filter/useTableFilter";
import { countWords, shownWords } from "./shown";
import { useChecked } from "./useChecked";
import { useDirectoryKeys } from "./useDirectoryKeys";
import { useInspectorPane } from "./useInspectorPane";
import { useSelection } from "./useSelection";
import { useTableRows } from "./useTableRows";

/** The rule that says that rows came which the filter does not let through. */
const MISFITS = "S06";

interface DirectoryTableProps extends DirectoryScreenProps {
  columns: Columns;
}

export function DirectoryTable(props: DirectoryTableProps) {
  const { tenantId, resourceType, selectedId, columns } = props;
  const table = { tenantId, resourceType };
  const navigate = useNavigate();
  const plural = usePlural(resourceType);
  const name = nameOf(table);
  const [sort, setSort] = useStateOf(name, () => leftAs(table).sort);
  const filter = tableFilter(table, props.filter);
  const rows = useTableRows({ ...table, sort, filter, columns: columns.chosen });
  const selection = useSelection(table, { selectedId, filter, rows });
  const checked = useChecked(table, filter);
  const inspector = useInspectorPane(table, selectedId);
  const chooser = useChooseColumns(table);
  const { summary } = rows;
  const whole = useResourceTypeCount(tenantId, resourceType).data?.totalResults;
  const filtered = filter !== "";
  const count = countWords(summary, filtered ? whole : undefined);

  const openRow = (index: number) => {
    const id = rows.row(index)?.row.id;
    if (id === undefined) return;
    // Also when the cursor has not rested yet, going back finds it here.
    leave(table, { id });
    navigate.replace({ screen: "directory", resourceType, filter, id });
    navigate.open({ screen: "resource", resourceType, id });
  };
  const showExchange = (exchangeId: string) => navigate.open({ screen: "history", exchangeId });
  useHeader({
    title: plural,
    count: count ?? (rows.failed || rows.stopped ? undefined : "reading"),
    onReload: rows.reload,
    reloading: rows.reloading,
  });
  useDirectoryKeys({ table, rows, selection, checked, inspector, openRow });
  const painted = summary !== undefined;
  useEffect(() => {
    if (painted) markReady("directory");
  }, [painted]);

  const isPlaced = props.filter !== undefined;
  const bar = useFilterBar(table, filter, useTableFilter(table, filter, { isPlaced, selectedId }));
  const ignored = filtered ? summary?.findings.find(({ rule }) => rule === MISFITS) : undefined;
  const refused = filtered && rows.error?.field === "filter";

  const order = (next: typeof sort) => {
    leave(table, { sort: next });
    selection.restart();
    setSort(() => next);
  };
  const onExchange =
    summary?.exchange === undefined ? undefined : () => showExchange(summary.exchange ?? "");
  const problem = chooser.error ?? (rows.failed ? undefined : rows.error);
  const main = (
    <div className={styles.table}>
      <DirectoryToolbar
        table={table}
        plural={plural}
        filter={bar}
        refused={refused}
        shown={shownWords(
          { plural, singular: resourceType },
          rows.failed || rows.stopped ? "notRead" : summary,
          sort,
          columns.available,
          filtered && (ignored ? "inPart" : "matching"),
        )}
        findings={summary?.findings ?? []}
        columns={columns}
        onChoose={chooser.choose}
        onOpen={() => {
          if (inspector.drawer) inspector.close();
        }}
        onExchange={onExchange}
        reloading={rows.reloading}
      />
      <CheckedBar table={table} checked={checked} />
      <FilterNotes
        doubt={!ignored && (filtered || bar.text !== "") ? columns.filterDoubt : undefined}
        ignored={ignored}
        onExchange={onExchange}
      />
      {problem && (
        <Note
          tone="danger"
          testId="list-not-read"
          wide
          role="alert"
          title={<UserText text={`${problem.title}. What is shown was read before.`} />}
          actions={
            <Button small onClick={chooser.error ? rows.reload : rows.retry}>
              Try again
            </Button>
          }
        >
          <UserText text={problem.detail} />
        </Note>
      )}
      <ListState
        rows={rows}
        plural={plural}
        sorted={sort !== undefined}
        onServerOrder={() => order(undefined)}
        filtered={filtered}
        onClearFilter={() => bar.apply("")}
        onExchange={showExchange}
      >
        <DirectoryGrid
          table={table}
          label={plural}
          columns={columns}
          sort={sort}
          onSort={order}
          filter={filter}
          rows={rows}
          selection={selection}
          checked={checked}
          onOpen={openRow}
          onPointed={inspector.drawer ? inspector.show : undefined}
        />
      </ListState>
      {rows.gaps.map((gap) => (
        <GapLine
          key={`${name} ${gap.first}`}
          gap={gap}
          plural={plural}
          onRetry={rows.retry}
          onExchange={showExchange}
        />
      ))}
      <ListWait key={name} tenantId={tenantId} plural={plural} rows={rows} />
    </div>
  );
  return (
    <SplitPane
      name="inspector"
      main={main}
      side={
        <Inspector
          tenantId={tenantId}
          resourceType={resourceType}
          id={selection.id}
          onClose={inspector.leave}
          drawer={inspector.drawer}
          withoutKeys={checked.rows.size > 0}
        />
      }
      sideOpen={inspector.open}
      sideLabel="Inspector"
      standard={376}
      max={720}
      narrow="drawer"
    />
  );
}

// The filter of a table: the place says it, else the table is filtered as it was left; applying one is a place of its own.
import { useEffect } from "react";

import { useNavigate } from "../../../state/navigation";
import { leave, leftAs, type Table } from "../memory";

/** The filter of the table that is shown; `placed` is the place's own word. */
export function tableFilter(table: Table, placed: string | undefined): string {
  return placed ?? leftAs(table).filter;
}

/** Keeps the filter with the table and its place, and hands back what applies another one. */
export function useTableFilter(
  { tenantId, resourceType }: Table,
  filter: string,
  { isPlaced, selectedId }: { isPlaced: boolean; selectedId: string | undefined },
): (next: string) => void {
  const navigate = useNavigate();
  useEffect(() => leave({ tenantId, resourceType }, { filter }), [tenantId, resourceType, filter]);
  // A place says how it is filtered, so that coming back finds it as it was.
  useEffect(() => {
    if (isPlaced) return;
    navigate.replace({ screen: "directory", resourceType, filter, id: selectedId });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each place that does not say it
  }, [isPlaced]);
  return (next) => {
    if (next === filter) return;
    const top = { cursor: { row: 0, column: 0 }, scrollTop: 0, id: undefined };
    leave({ tenantId, resourceType }, { ...top, filter: next, draft: undefined });
    navigate.open({ screen: "directory", resourceType, filter: next });
  };
}

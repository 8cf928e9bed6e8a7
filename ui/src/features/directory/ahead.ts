// Asking for the rows of a table before it is drawn: whoever opens it waits for the server, and not for the drawing first.
import { hashKey, type QueryClient, useQueryClient } from "@tanstack/react-query";

import type { Columns } from "../../host/generated/Columns";
import type { Place } from "../../state/places";
import { keyOf, queryOf } from "../../state/query";
import { tableFilter } from "./filter/useTableFilter";
import { pageKey, pageQuery } from "./listApi";
import { leftAs, type Table } from "./memory";
import { progressOf } from "./progress";

/** Asks for what a place shows, where that is a table whose columns are known, and says how that is filtered. */
export function useReadAhead(): (tenantId: string | undefined, place: Place) => Place {
  const client = useQueryClient();
  return (tenantId, place) => {
    if (tenantId === undefined || place.screen !== "directory") return place;
    const table = { tenantId, resourceType: place.resourceType };
    const filter = tableFilter(table, place.filter);
    void readAhead(client, table, filter);
    return { ...place, filter };
  };
}

/** Reads a table that is about to be shown first, its columns and then its first window. */
export async function readFirst(
  client: QueryClient,
  table: Table,
  placed: string | undefined,
): Promise<void> {
  await client.query(queryOf("columns_read", { ...table }));
  await readAhead(client, table, tableFilter(table, placed));
}

/** Asks for the first window of a table as it was left: the very query that the table then takes over. */
async function readAhead(client: QueryClient, table: Table, filter: string): Promise<void> {
  const { tenantId, resourceType } = table;
  const columns = client.getQueryData<Columns>(keyOf("columns_read", { tenantId, resourceType }));
  if (!columns) return;
  const { sort } = leftAs(table);
  const list = { ...table, sort, filter, columns: columns.chosen };
  // A table that is drawn already asks for itself, also again. By its hash: to find a key is to make the hash of each.
  const drawn = client.getQueryCache().get(hashKey(pageKey(list, 0)));
  if (drawn && drawn.getObserversCount() > 0) return;
  // The table shows why, should it fail.
  await client.query(pageQuery(client, list, 0, progressOf(table))).catch(() => undefined);
}

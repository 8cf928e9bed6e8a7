// The columns of a table: read, chosen, remembered by the backend.
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { asCallError, call, type CallError } from "../../host/call";
import type { Columns } from "../../host/generated/Columns";
import { keyOf, queryOf } from "../../state/query";
import { useStateOf } from "../../kit/useStateOf";
import { nameOf, type Table } from "./memory";

export function useColumns({ tenantId, resourceType }: Table) {
  return useQuery(queryOf("columns_read", { tenantId, resourceType }));
}

/** Chooses columns at once and remembers them; an empty choice goes back to the default one. */
export function useChooseColumns(table: Table) {
  const { tenantId, resourceType } = table;
  const client = useQueryClient();
  const [error, setError] = useStateOf<CallError | undefined>(nameOf(table), () => undefined);
  const key = keyOf("columns_read", { tenantId, resourceType });
  const choose = async (paths: readonly string[]) => {
    const before = client.getQueryData<Columns>(key);
    if (before && paths.length > 0) {
      client.setQueryData<Columns>(key, { ...before, chosen: [...paths], isDefault: false });
    }
    try {
      const chosen = await call("columns_choose", { tenantId, resourceType, paths: [...paths] });
      client.setQueryData<Columns>(key, chosen);
      setError(() => undefined);
    } catch (thrown) {
      client.setQueryData<Columns>(key, before);
      setError(() => asCallError(thrown));
    }
  };
  return { choose: (paths: readonly string[]) => void choose(paths), error };
}

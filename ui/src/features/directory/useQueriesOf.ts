// Several queries at once, of one thing after another. `useQueries` would do, but tells its observer of other queries only
// once they are drawn, finds that these are not what was drawn, and draws everything again; here another thing has an
// observer of its own.
import {
  notifyManager,
  QueriesObserver,
  type QueryObserverOptions,
  type UseQueryResult,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useSyncExternalStore } from "react";

import { useStateOf } from "../../kit/useStateOf";

/** The results of these queries, in their order; `of` names what they are about. */
export function useQueriesOf<T>(
  of: string,
  queries: readonly QueryObserverOptions<T>[],
): UseQueryResult<T>[] {
  const client = useQueryClient();
  const asked = queries.map((query) => ({
    ...client.defaultQueryOptions(query),
    _optimisticResults: "optimistic",
  })) as unknown as QueryObserverOptions[];
  const [observer] = useStateOf(of, () => new QueriesObserver(client, asked));
  const [, combined, tracked] = observer.getOptimisticResult(asked, undefined);
  const subscribe = useCallback(
    (tell: () => void) => observer.subscribe(notifyManager.batchCalls(tell)),
    [observer],
  );
  useSyncExternalStore(subscribe, () => observer.getCurrentResult());
  useEffect(() => observer.setQueries(asked));
  return combined(tracked()) as UseQueryResult<T>[];
}

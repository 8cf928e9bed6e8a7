// References by name: what is known already, and asking the server for the rest when somebody wants it.
import {
  keepPreviousData,
  type QueryClient,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { asCallError, call, type CallError, isCancelled } from "../../host/call";
import type { ReferenceAsked } from "../../host/generated/ReferenceAsked";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import type { ReferencesResolved } from "../../host/generated/ReferencesResolved";
import { keyOf } from "../../state/query";

/** The backend takes this many at once. */
const MOST_ASKED = 500;

function namesKey(tenantId: string, references: readonly ReferenceAsked[]) {
  return keyOf("references_resolve", { tenantId, references: [...references], askServer: false });
}

/**
 * The titles of those references whose names are known, by their value. Nothing is sent to the server.
 * `version` asks again: more names become known as more is read.
 */
export function useKnownTitles(
  tenantId: string,
  asked: readonly ReferenceAsked[],
  version: number,
): ReadonlyMap<string, string> {
  const references = asked.slice(0, MOST_ASKED);
  const { data } = useQuery<[string, string][]>({
    queryKey: ["references", "titles", tenantId, references, version],
    queryFn: async ({ signal }) => {
      const request = { tenantId, references, askServer: false };
      const { names } = await call("references_resolve", request, { signal });
      return names.flatMap((name, place): [string, string][] => {
        const value = references[place]?.value;
        return name.kind === "known" && value !== undefined ? [[value, name.title]] : [];
      });
    },
    enabled: references.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
  return new Map(data);
}

/** The names of some references, and the way to ask the server for those that are not known. */
export interface ReferenceNames {
  /** One for each reference asked for, in their order; empty until they are there. */
  names: readonly ReferenceName[];
  /** How many are not known and were not asked for. */
  unknown: number;
  lookUp: () => void;
  /** Stops looking up; absent while nothing is looked up. */
  cancel: (() => void) | undefined;
  error: CallError | undefined;
}

function isOther(key: readonly unknown[], own: readonly unknown[]): boolean {
  return key[0] === own[0] && JSON.stringify(key) !== JSON.stringify(own);
}

async function ask(
  client: QueryClient,
  request: { tenantId: string; references: ReferenceAsked[] },
  signal: AbortSignal,
): Promise<void> {
  const key = namesKey(request.tenantId, request.references);
  const keep = (resolved: ReferencesResolved) => client.setQueryData(key, resolved);
  const answer = await call(
    "references_resolve",
    { ...request, askServer: true },
    { signal, onEvent: keep },
  );
  keep(answer);
  await client.invalidateQueries({ predicate: ({ queryKey }) => isOther(queryKey, key) });
}

export function useReferenceNames(
  tenantId: string,
  asked: readonly ReferenceAsked[],
): ReferenceNames {
  const client = useQueryClient();
  const [running, setRunning] = useState<AbortController>();
  const [error, setError] = useState<CallError>();
  const references = asked.slice(0, MOST_ASKED);
  const known = useQuery<ReferencesResolved>({
    queryKey: namesKey(tenantId, references),
    queryFn: ({ signal }) =>
      call("references_resolve", { tenantId, references, askServer: false }, { signal }),
    enabled: references.length > 0,
  });
  const names = known.data?.names ?? [];
  useEffect(() => () => running?.abort(), [running]);

  const lookUp = async () => {
    const controller = new AbortController();
    setRunning(controller);
    setError(undefined);
    try {
      await ask(client, { tenantId, references }, controller.signal);
    } catch (thrown) {
      if (!controller.signal.aborted && !isCancelled(thrown)) setError(asCallError(thrown));
    } finally {
      setRunning(undefined);
    }
  };
  return {
    names,
    unknown: names.filter(({ kind }) => kind === "unknown" || kind === "failed").length,
    lookUp: () => void lookUp(),
    cancel: running && (() => running.abort()),
    error,
  };
}

// Looking up what became of a write: which read tells, and what it said.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { asCallError, type CallError } from "../../host/call";
import { queryOf, useRun } from "../../state/query";

/** Which read tells what became of a write. The tenant may be opened meanwhile: each look asks anew. */
export function useReadBackOffer(id: string) {
  return useQuery({ ...queryOf("read_back_prepare", { id }), staleTime: 0 });
}

/** Sends that read; what it says comes with the exchange. */
export function useReadBack(id: string) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const run = useRun();
  const send = () => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    run("read_back_send", { id })
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, error, send };
}

// Opens a draft once: what a place names is asked for, and a draft that came of it is not opened again when the place
// learns its name.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { CallError } from "../../host/call";
import { call } from "../../host/call";
import type { Draft } from "../../host/generated/Draft";
import type { DraftStart } from "../../host/generated/DraftStart";
import { invalidate } from "../../state/query";
import { draftsSettled } from "./draftSession";

export interface DraftPlace {
  tenantId: string;
  resourceType: string;
  id?: string | undefined;
  draft?: string | undefined;
  clonedFrom?: string | undefined;
}

export interface Opening {
  draft: Draft | undefined;
  error: CallError | undefined;
  again: () => void;
}

function startOf({ id, draft, clonedFrom }: DraftPlace): DraftStart {
  if (draft !== undefined) return { kind: "draft", draft };
  if (id !== undefined) return { kind: "edit", id };
  return clonedFrom === undefined ? { kind: "create" } : { kind: "clone", id: clonedFrom };
}

export function useOpenedDraft(place: DraftPlace): Opening {
  const client = useQueryClient();
  const { tenantId, resourceType, draft: named } = place;
  const [asked, setAsked] = useState(() => begun(place));
  const query = useQuery({
    // Of this opening alone: whoever comes back opens the draft anew, as it is then.
    queryKey: ["editing", asked.nonce, tenantId, resourceType, asked.start],
    queryFn: async () => {
      await draftsSettled();
      const request = { tenantId, resourceType };
      const draft = await opened(request, asked.start, place.id);
      void invalidate(client, "draft_open");
      return draft;
    },
    gcTime: 1_000,
  });
  if (named !== asked.named) {
    const isThis = named !== undefined && named === query.data?.draft;
    setAsked(isThis ? { ...asked, named } : begun(place));
  }
  return {
    draft: query.data,
    error: query.isFetching ? undefined : (query.error ?? undefined),
    again: () => void query.refetch(),
  };
}

function begun(place: DraftPlace) {
  return { nonce: crypto.randomUUID(), start: startOf(place), named: place.draft };
}

/** A draft that is no more, because it was sent or thrown away elsewhere, begins anew with its resource. */
async function opened(
  request: { tenantId: string; resourceType: string },
  start: DraftStart,
  id: string | undefined,
): Promise<Draft> {
  try {
    return await call("draft_open", { ...request, start });
  } catch (thrown) {
    const isGone = start.kind === "draft" && (thrown as CallError).code === "notFound";
    if (!isGone || id === undefined) throw thrown;
    return await call("draft_open", { ...request, start: { kind: "edit", id } });
  }
}

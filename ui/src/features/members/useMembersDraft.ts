// The draft that members are added to and taken out of: opened with the first change, changed one edit after the other.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLayoutEffect, useRef, useState } from "react";

import { asCallError, type CallError, isCancelled } from "../../host/call";
import type { Draft } from "../../host/generated/Draft";
import type { DraftEdit } from "../../host/generated/DraftEdit";
import { keyOf, queryOf, useRun } from "../../state/query";
import type { ResourceId } from "../resource/api";

export interface MembersDraft {
  draft: Draft | undefined;
  /** Makes edits, in a draft that is opened for them if there is none; says whether they were made. */
  edit: (edits: readonly DraftEdit[]) => Promise<boolean>;
  /** An edit is being made. */
  busy: boolean;
  /** Why the last edit was not made. */
  error: CallError | undefined;
  /** Takes back what is pending: throws the draft away, or `edits` where it holds more than that. */
  discard: (edits: readonly DraftEdit[]) => void;
  /** It was sent: `isDone` says that it is there no more; else the list of members says so. */
  settle: (isDone: boolean) => void;
}

export function useMembersDraft(which: ResourceId, listed: string | undefined): MembersDraft {
  const { tenantId, resourceType, id } = which;
  const client = useQueryClient();
  const run = useRun();
  const [own, setOwn] = useState<string>();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [waiting, setWaiting] = useState(0);
  const [error, setError] = useState<CallError>();
  const open = [own, listed].find((it) => it !== undefined && !gone.has(it));
  const read = useQuery({
    ...queryOf("draft_read", { tenantId, draft: open ?? "" }),
    enabled: open !== undefined,
    refetchOnMount: "always",
  });
  // It may have been thrown away elsewhere.
  const isLost = read.error?.code === "notFound";
  const isThere = open !== undefined && !isLost;
  // What the edits that still wait have to know: a draft is opened once, however many there are.
  const known = useRef<string>(undefined);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  useLayoutEffect(() => {
    known.current = isLost ? undefined : open;
  }, [open, isLost]);

  const keep = (draft: Draft) => {
    client.setQueryData(keyOf("draft_read", { tenantId, draft: draft.draft }), draft);
    known.current = draft.draft;
    setOwn(draft.draft);
  };
  const lose = (draft: string) => {
    known.current = undefined;
    setOwn(undefined);
    setGone((before) => new Set(before).add(draft));
    client.removeQueries({ queryKey: keyOf("draft_read", { tenantId, draft }) });
  };
  const inTurn = async (work: () => Promise<void>): Promise<boolean> => {
    setWaiting((count) => count + 1);
    const turn = queue.current.then(work);
    queue.current = turn.catch(() => undefined);
    try {
      await turn;
      setError(undefined);
      return true;
    } catch (thrown) {
      if (!isCancelled(thrown)) setError(asCallError(thrown));
      return false;
    } finally {
      setWaiting((count) => count - 1);
    }
  };
  const change = async (edits: readonly DraftEdit[]) => {
    if (known.current === undefined) {
      keep(await run("draft_open", { tenantId, resourceType, start: { kind: "edit", id } }));
    }
    const draft = known.current;
    if (draft === undefined) return;
    keep(await run("draft_change", { tenantId, draft, edits: [...edits] }));
  };
  return {
    draft: isThere ? read.data : undefined,
    edit: (edits) => (edits.length === 0 ? Promise.resolve(false) : inTurn(() => change(edits))),
    busy: waiting > 0,
    error: error ?? (isThere && !read.data ? (read.error ?? undefined) : undefined),
    discard: (edits) =>
      void inTurn(async () => {
        const draft = known.current;
        if (draft === undefined) return;
        if (edits.length > 0) {
          await change(edits);
          return;
        }
        await run("draft_discard", { tenantId, draft });
        lose(draft);
      }),
    settle: (isDone) => {
      if (isDone && known.current !== undefined) lose(known.current);
      else setOwn(undefined);
    },
  };
}

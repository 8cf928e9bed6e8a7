// A merge as a query, and what changes it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { CallError } from "../../host/call";
import { asCallError } from "../../host/call";
import type { DraftRef } from "../../host/generated/DraftRef";
import type { Merge } from "../../host/generated/Merge";
import type { MergeChoice } from "../../host/generated/MergeChoice";
import type { WriteMethod } from "../../host/generated/WriteMethod";
import { keyOf, queryOf, useRun } from "../../state/query";

export type MergeWork = "reading" | "applying";

export interface MergeState {
  merge: Merge | undefined;
  /** Why it cannot be read. */
  error: CallError | undefined;
  /** What could not be done last. */
  failed: CallError | undefined;
  busy: MergeWork | undefined;
  retry: () => void;
  /** The merge as it is then; undefined where the choice could not be made. */
  choose: (choices: MergeChoice[]) => Promise<Merge | undefined>;
  /** Reads the server's version again; choices that were made stay. */
  readAgain: () => void;
  chooseMethod: (method: WriteMethod) => void;
  /** Makes the draft what came of the merge; done, or undefined where that failed. */
  apply: () => Promise<boolean>;
}

export function useMerge(which: DraftRef): MergeState {
  const client = useQueryClient();
  const run = useRun();
  const query = useQuery(queryOf("merge_read", which));
  const [failed, setFailed] = useState<CallError>();
  const [busy, setBusy] = useState<MergeWork>();
  const asked = useRef(0);
  const attempt = async (work: () => Promise<unknown>, what?: MergeWork): Promise<boolean> => {
    setFailed(undefined);
    setBusy(what);
    try {
      await work();
      return true;
    } catch (thrown) {
      setFailed(asCallError(thrown));
      return false;
    } finally {
      setBusy(undefined);
    }
  };
  return {
    merge: query.data,
    error: query.error ?? undefined,
    failed,
    busy,
    retry: () => void query.refetch(),
    choose: async (choices) => {
      asked.current += 1;
      const mine = asked.current;
      let merge: Merge | undefined;
      await attempt(async () => {
        merge = await run("merge_choose", { ...which, choices });
        // Of several choices in a row only the last answer knows all of them.
        if (mine === asked.current) client.setQueryData(keyOf("merge_read", which), merge);
      });
      return merge;
    },
    readAgain: () =>
      void attempt(
        () =>
          run("write_prepare", {
            tenantId: which.tenantId,
            intent: { kind: "draft", draft: which.draft, anyway: false },
          }),
        "reading",
      ),
    chooseMethod: (method) =>
      void attempt(async () => {
        const draft = await run("draft_method", { ...which, method });
        client.setQueryData(keyOf("draft_read", which), draft);
        await client.invalidateQueries({ queryKey: ["merge"] });
      }),
    apply: () => attempt(() => run("merge_apply", which), "applying"),
  };
}

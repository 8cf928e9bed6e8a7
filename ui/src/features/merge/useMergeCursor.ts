// Where one is in a merge, and which rows are shown: keys go from row to row and choose.
import { useState } from "react";

import type { Merge } from "../../host/generated/Merge";
import type { MergeChoice } from "../../host/generated/MergeChoice";
import type { MergeRow } from "../../host/generated/MergeRow";
import { useShortcuts } from "../../state/shortcuts";
import type { Column, MergeGroup, Shown } from "./groups";
import { grouped, isChoosable, isTypable, nextUndecided } from "./groups";

export interface MergeCursor {
  groups: readonly MergeGroup[];
  shown: Shown;
  show: (shown: Shown) => void;
  /** The path of the row. */
  at: string | undefined;
  goTo: (path: string) => void;
  choose: (path: string, side: Column) => void;
  next: () => void;
  /** The row for which another value is typed. */
  typing: MergeRow | undefined;
  /** Opens the field of a third value, or closes it. */
  type: (path: string | undefined) => void;
}

export function useMergeCursor(
  merge: Merge | undefined,
  decide: (choices: MergeChoice[]) => unknown,
): MergeCursor {
  const [shown, show] = useState<Shown>("all");
  const [wanted, goTo] = useState<string>();
  const [typed, type] = useState<string>();
  const groups = grouped(merge?.rows ?? [], shown);
  const rows = groups.flatMap((it) => it.rows);
  const place = Math.max(
    0,
    rows.findIndex(({ path }) => path === wanted),
  );
  const row = rows[place];
  const step = (by: 1 | -1) => {
    const next = rows[place + by];
    if (next) goTo(next.path);
  };
  const next = () => {
    const all = grouped(merge?.rows ?? [], "all").flatMap((it) => it.rows);
    const at = all.findIndex(({ path }) => path === row?.path);
    const found = nextUndecided(all, at < 0 ? all.length - 1 : at);
    if (found === undefined) return;
    if (shown !== "undecided") show("all");
    goTo(all[found]?.path);
    // From wherever it was pressed, the row takes the keys.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>("[data-testid=merge-row][tabindex='0']")?.focus(),
    );
  };
  useShortcuts("screen", {
    "merge.move": (event) => step(event.key === "k" ? -1 : 1),
    "merge.next": next,
  });
  useShortcuts("grid", {
    "merge.side": (event) => {
      if (!row || !isChoosable(row)) return;
      void decide([{ path: row.path, side: event.key === "ArrowLeft" ? "theirs" : "yours" }]);
    },
    "merge.third": () => row && isTypable(row) && type(row.path),
    "merge.rows": (event) => step(event.key === "ArrowUp" ? -1 : 1),
  });
  return {
    groups,
    shown,
    show,
    at: row?.path,
    goTo,
    choose: (path, side) => void decide([{ path, side }]),
    next,
    typing: merge?.rows.find((it) => it.path === typed && isTypable(it)),
    type,
  };
}

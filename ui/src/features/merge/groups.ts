// The rows of a merge by how they stand, and those that are shown. Pure.
import type { Merge } from "../../host/generated/Merge";
import type { MergeKind } from "../../host/generated/MergeKind";
import type { MergeRow } from "../../host/generated/MergeRow";
import type { Side } from "../../host/generated/Side";
import type { Violation } from "../../host/generated/Violation";
import { formatJson } from "../../kit/json/formatJson";

/** Whose value it is, of those that stand in a column. */
export type Column = Exclude<Side, "typed">;

export type Shown = "all" | "undecided" | "yours" | "theirs";

export interface MergeGroup {
  kind: MergeKind;
  title: string;
  detail: string;
  rows: MergeRow[];
}

const ORDER: readonly MergeKind[] = ["conflict", "byElement", "onlyYours", "onlyTheirs", "same"];

const TITLES: Record<MergeKind, string> = {
  conflict: "Needs your choice",
  byElement: "Merged by element",
  onlyYours: "Only yours",
  onlyTheirs: "Only theirs",
  same: "Same on both",
};

/** The groups that are shown, none of them empty. */
export function grouped(rows: readonly MergeRow[], shown: Shown): MergeGroup[] {
  return ORDER.flatMap((kind) => {
    const of = rows.filter((it) => it.kind === kind && isShown(it, shown));
    return of.length === 0
      ? []
      : [{ kind, title: TITLES[kind], detail: detailOf(kind, of.length), rows: of }];
  });
}

function isShown({ kind }: MergeRow, shown: Shown): boolean {
  switch (shown) {
    case "all":
      return true;
    // One that was chosen stays where it is, so that the choice can be changed.
    case "undecided":
      return kind === "conflict";
    case "yours":
      return kind === "onlyYours";
    case "theirs":
      return kind === "onlyTheirs";
  }
}

function detailOf(kind: MergeKind, count: number): string {
  switch (kind) {
    case "conflict":
      return `${count} ${count === 1 ? "attribute" : "attributes"} changed on both sides`;
    case "byElement":
      return `${count} ${count === 1 ? "list" : "lists"} changed on both sides, no value twice`;
    case "onlyYours":
      return `${count}, kept unless you take theirs`;
    case "onlyTheirs":
      return `${count}, kept unless you take yours`;
    case "same":
      return `${count}, not sent again`;
  }
}

/** Whether somebody can choose a side for a row. */
export function isChoosable({ kind }: MergeRow): boolean {
  return kind === "conflict" || kind === "onlyYours" || kind === "onlyTheirs";
}

/** Whether somebody can type another value than those of the sides. */
export function isTypable(row: MergeRow): boolean {
  return isChoosable(row) && row.control !== undefined;
}

/** What stands in the field of a third value at first: the one that was typed before, else what is nearest. */
export function firstText({ control, side, result, yours, theirs }: MergeRow): string {
  const shown = (side === undefined ? yours : result) ?? yours ?? theirs ?? "";
  const text = side === "typed" ? (result ?? "") : shown;
  if (control !== "json" || text === "") return text;
  // A text is shown without its quotes: only what is typed as JSON needs them.
  return isJson(text) ? formatJson(text) : JSON.stringify(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What does not fit at an attribute, or inside of it. */
export function violationsAt({ violations }: Merge, path: string): Violation[] {
  return violations.filter(
    (it) => it.path === path || it.path.startsWith(`${path}.`) || it.path.startsWith(`${path}[`),
  );
}

/** The next row that needs a choice behind a place, from the start again at the end. */
export function nextUndecided(rows: readonly MergeRow[], at: number): number | undefined {
  for (let step = 1; step <= rows.length; step += 1) {
    const place = (at + step) % rows.length;
    if (rows[place]?.undecided) return place;
  }
  return undefined;
}

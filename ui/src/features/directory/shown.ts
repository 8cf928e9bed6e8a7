// The words that say how much of a list is shown, and what is being read. Pure.
import type { Column } from "../../host/generated/Column";
import type { Sort } from "../../host/generated/Sort";
import { formatNumber } from "../../kit/format";
import { inSentence } from "../../state/plural";
import type { Summary } from "./listApi";
import type { Reading } from "./progress";
import { WINDOW } from "./windows";

/** What resources of a type are called. */
export interface Names {
  plural: string;
  singular: string;
}

/** "5,000", "at least 300"; nothing while nothing is known. */
export function countWords(
  summary: Summary | undefined,
  /** How many there are without the filter. */
  whole?: number,
): string | undefined {
  if (!summary) return undefined;
  const number =
    whole === undefined
      ? formatNumber(summary.rowCount)
      : `${formatNumber(summary.rowCount)} of ${formatNumber(whole)}`;
  return summary.endSeen || summary.totalResults !== undefined ? number : `at least ${number}`;
}

function orderWords(sort: Sort | undefined, columns: readonly Column[]): string {
  if (!sort) return "server order";
  const by = columns.find(({ sortBy }) => sortBy === sort.by)?.label ?? sort.by;
  return sort.descending ? `by ${by}, descending` : `by ${by}`;
}

/** "5,000 users, server order". */
export function shownWords(
  { plural, singular }: Names,
  summary: Summary | "notRead" | undefined,
  sort: Sort | undefined,
  columns: readonly Column[],
  filtered: false | "matching" | "inPart" = false,
): string {
  if (summary === "notRead") return `${plural} were not read`;
  const count = countWords(summary);
  if (count === undefined) return `Reading ${inSentence(plural)}`;
  const left = summary?.leftOut.length ? `, without ${summary.leftOut.join(", ")}` : "";
  const name = summary?.rowCount === 1 ? singular : plural;
  const matching = summary?.rowCount === 1 ? " matches" : " match";
  const found = { matching, inPart: ", not all of them matching" };
  const how = filtered === false ? "" : found[filtered];
  return `${count} ${inSentence(name)}${how}, ${orderWords(sort, columns)}${left}`;
}

/** "Reading users 301 to 400"; after ten seconds what it waits for. On the way to other rows it says where that leads. */
export function readingWords(plural: string, reading: Reading | undefined, long: boolean): string {
  const first = reading?.startIndex ?? (reading?.offset ?? 0) + 1;
  if (reading?.byCursor === true) return cursorWords(plural, reading, first);
  if (long) return `Waiting for the server to answer startIndex ${formatNumber(first)}`;
  const last = first + (reading?.count ?? WINDOW) - 1;
  return `Reading ${inSentence(plural)} ${formatNumber(first)} to ${formatNumber(last)}`;
}

/** By cursor pages come in their order only, so that a jump takes as many of them as lie between. */
function cursorWords(plural: string, { offset, count = WINDOW }: Reading, first: number): string {
  const last = first + count - 1;
  const words = `Reading ${inSentence(plural)} ${formatNumber(first)} to ${formatNumber(last)}`;
  if (last > offset) return words;
  return `${words} on the way to ${formatNumber(offset + 1)}: the server pages by cursor`;
}

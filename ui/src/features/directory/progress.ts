// What is being read from the server at the moment, for the sentence under a table that takes long.
import type { ResourcesListing } from "../../host/generated/ResourcesListing";
import { createStore, type Store, useStore } from "../../state/store";
import { nameOf, type Table } from "./memory";

/** A page that is being read. */
export interface Reading {
  /** Each has its own: one that is given up ends after the next one of the same window has begun. */
  number: number;
  /** The window that it is read for. */
  offset: number;
  /** The first row of the page, from 1; absent until the backend says so. */
  startIndex?: number;
  count?: number;
  byCursor?: boolean;
}

/** The readings under way, oldest first. */
export type Progress = Store<readonly Reading[]>;

const progresses = new Map<string, Progress>();

/** What is being read for a table: also what was asked for before the table is drawn. */
export function progressOf(table: Table): Progress {
  const name = nameOf(table);
  const kept = progresses.get(name) ?? createStore<readonly Reading[]>([]);
  progresses.set(name, kept);
  return kept;
}

/** For tests: nothing is being read. */
export function forgetProgress(): void {
  progresses.clear();
}

let begun = 0;

/** Notes that a reading begins; whatever is said of it later names it by the number. */
export function begin(progress: Progress, offset: number): number {
  begun += 1;
  progress.write([...progress.read(), { number: begun, offset }]);
  return begun;
}

export function advance(progress: Progress, number: number, page: ResourcesListing): void {
  progress.write(progress.read().map((it) => (it.number === number ? { ...it, ...page } : it)));
}

export function end(progress: Progress, number: number): void {
  progress.write(progress.read().filter((it) => it.number !== number));
}

/** The page that is being read now, if any: the one that the backend has spoken of last. */
export function useReading(progress: Progress): Reading | undefined {
  const readings = useStore(progress);
  return readings.findLast((it) => it.startIndex !== undefined) ?? readings[0];
}

// What is being read from the server at the moment, for the sentence under a table that takes long.
import type { ResourcesListing } from "../../host/generated/ResourcesListing";
import { createStore, type Store, useStore } from "../../state/store";
import { nameOf, type Table } from "./memory";

/** A page that is being read. */
export interface Reading {
  /** The window that it is read for. */
  offset: number;
  /** The first row of the page, from 1; absent until the backend says so. */
  startIndex?: number;
  count?: number;
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

export function begin(progress: Progress, offset: number): void {
  end(progress, offset);
  progress.write([...progress.read(), { offset }]);
}

export function advance(progress: Progress, offset: number, page: ResourcesListing): void {
  const next = progress.read().map((it) => (it.offset === offset ? { offset, ...page } : it));
  progress.write(next);
}

export function end(progress: Progress, offset: number): void {
  if (!progress.read().some((it) => it.offset === offset)) return;
  progress.write(progress.read().filter((it) => it.offset !== offset));
}

/** The page that is being read now, if any: the one that the backend has spoken of last. */
export function useReading(progress: Progress): Reading | undefined {
  const readings = useStore(progress);
  return readings.findLast((it) => it.startIndex !== undefined) ?? readings[0];
}

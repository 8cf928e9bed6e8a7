// Adding a pasted list of members: looked for one after the other, added all at once, and what is left with its reason.
import { useEffect, useRef, useState } from "react";

import { asCallError, type CallError, isCancelled } from "../../host/call";
import type { DraftEdit } from "../../host/generated/DraftEdit";
import type { FoundResource } from "../../host/generated/FoundResource";
import type { ResourceId } from "../resource/api";
import { entriesOf, lookFor, type Looked, MOST_PASTED } from "./pasted";

/** How far a pasted list is. */
export interface Pasted {
  total: number;
  looked: number;
  running: boolean;
  added: number;
  /** Those that were not added. */
  rest: readonly Looked[];
  error?: CallError | undefined;
}

export interface PastedList {
  pasted: Pasted | undefined;
  /** Takes a text of several entries; says whether it is one. */
  take: (text: string) => boolean;
  /** Takes a text of any number of entries. */
  takeAny: (text: string) => void;
  /** Looks on the server for those that were not read. */
  askServer: () => void;
  cancel: () => void;
  close: () => void;
}

/** What came of a list at its end. */
type Ended = Pick<Pasted, "added" | "rest">;

const NOTHING: Ended = { added: 0, rest: [] };

/** Adds a resource to a group. */
export function addEdit({ id, resourceType, title }: FoundResource): DraftEdit {
  return { kind: "addMember", value: id, resourceType, display: title };
}

function notLooked(entry: string): Looked {
  return { kind: "left", entry };
}

/** Whether the server may know more of it. */
export function isMissing({ kind }: Looked): boolean {
  return kind === "none" || kind === "left";
}

export function usePasted(
  which: ResourceId,
  resourceType: string,
  edit: (edits: readonly DraftEdit[]) => Promise<boolean>,
): PastedList {
  const [pasted, setPasted] = useState<Pasted>();
  const running = useRef<AbortController>(undefined);
  const last = useRef<Promise<Ended>>(Promise.resolve(NOTHING));
  useEffect(() => () => running.current?.abort(), []);

  /** `left` are entries that are not looked for now, `before` is how many were added already. */
  const run = async (
    entries: readonly string[],
    onServer: boolean,
    { left, before }: { left: readonly Looked[]; before: number },
  ): Promise<Ended> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const looked: Looked[] = [];
    const say = (changed: Omit<Pasted, "total" | "looked">) => {
      if (running.current !== controller) return;
      setPasted({ total: entries.length, looked: looked.length, ...changed });
    };
    const notOne = () => [...looked.filter(({ kind }) => kind !== "one"), ...left];
    const going = () => say({ running: true, added: before, rest: notOne() });
    going();
    let error: CallError | undefined;
    try {
      for (const entry of entries) {
        looked.push(await lookFor(entry, { which, resourceType, onServer, signal }));
        going();
      }
    } catch (thrown) {
      if (!isCancelled(thrown)) error = asCallError(thrown);
    }
    const skipped = entries.slice(looked.length).map(notLooked);
    const ones = new Map(
      looked.flatMap((it): [string, FoundResource][] =>
        it.kind === "one" ? [[it.found.id, it.found]] : [],
      ),
    );
    const isAdded = await edit([...ones.values()].map(addEdit));
    // Nothing of what was pasted goes: what was not added can be copied and tried again.
    const rest = [...(isAdded ? notOne() : [...looked, ...left]), ...skipped];
    const ended = { added: before + (isAdded ? ones.size : 0), rest };
    say({ running: false, ...ended, error });
    return ended;
  };
  const start = (text: string, least: number): boolean => {
    const entries = entriesOf(text);
    if (entries.length < least) return false;
    const begun = pasted?.running ? last.current : Promise.resolve(NOTHING);
    running.current?.abort();
    // A list that is pasted while another one is looked for stops that: what is left of it is told with the new one.
    last.current = begun.then(({ added, rest }) => {
      const others = rest.filter(({ entry }) => !entries.includes(entry));
      const left = [...entries.slice(MOST_PASTED).map(notLooked), ...others];
      return run(entries.slice(0, MOST_PASTED), false, { left, before: added });
    });
    return true;
  };
  return {
    pasted,
    take: (text) => start(text, 2),
    takeAny: (text) => void start(text, 1),
    askServer: () => {
      if (!pasted) return;
      const missing = pasted.rest.filter(isMissing).slice(0, MOST_PASTED);
      const left = pasted.rest.filter((it) => !missing.includes(it));
      const entries = missing.map(({ entry }) => entry);
      last.current = run(entries, true, { left, before: pasted.added });
    },
    cancel: () => running.current?.abort(),
    close: () => {
      running.current?.abort();
      setPasted(undefined);
    },
  };
}

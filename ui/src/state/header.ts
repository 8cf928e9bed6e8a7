// The header's slot: a screen says its title, its count and how it is read again; the shell draws them.
import { useLayoutEffect, useRef } from "react";

import { createStore, useStore } from "./store";

export interface Header {
  /** What the screen shows, e.g. "Users". */
  title: string;
  /** Places above it, outermost first; each leads there. */
  parents?: readonly HeaderParent[] | undefined;
  /** How much is shown, e.g. "5,000" or "reading". */
  count?: string | undefined;
  /** Reads the screen again: the reload button and F5. */
  onReload?: (() => void) | undefined;
  /** Whether it is being read again now. */
  reloading?: boolean | undefined;
}

export interface HeaderParent {
  title: string;
  onOpen?: (() => void) | undefined;
}

const NOTHING: Header = { title: "" };
const header = createStore<Header>(NOTHING);

/** Fills the header while the calling screen is shown. The functions may be new ones each time. */
export function useHeader(filled: Header): void {
  const latest = useRef(filled);
  useLayoutEffect(() => {
    latest.current = filled;
  });
  const drawn = drawnText(filled);
  useLayoutEffect(() => {
    header.write(calling(latest));
  }, [drawn]);
  useLayoutEffect(() => () => header.write(NOTHING), []);
}

/** What is seen of it: only another one of these has to be drawn again. */
function drawnText({ title, parents, count, onReload, reloading }: Header): string {
  const above = parents?.map((it) => [it.title, it.onOpen !== undefined]);
  return JSON.stringify([title, above, count, onReload !== undefined, reloading]);
}

function calling(latest: { readonly current: Header }): Header {
  const { title, parents, count, onReload, reloading } = latest.current;
  return {
    title,
    count,
    reloading,
    parents: parents?.map((parent, index) => ({
      title: parent.title,
      onOpen: parent.onOpen && (() => latest.current.parents?.[index]?.onOpen?.()),
    })),
    onReload: onReload && (() => latest.current.onReload?.()),
  };
}

/** For the shell, which draws it. */
export function useHeaderSlot(): Header {
  return useStore(header);
}

// An open draft outside of React: what the backend said of it last, what is typed and not there yet, and what is under
// way. Nothing typed is lost: a text stays until the backend has it, what fails is kept and can be tried again, and
// answers that are older than what is shown are dropped. Edits go one after the other, in the order they were made.
import type { CallError } from "../../host/call";
import { asCallError } from "../../host/call";
import type { Draft } from "../../host/generated/Draft";
import type { DraftEdit } from "../../host/generated/DraftEdit";
import type { WriteMethod } from "../../host/generated/WriteMethod";
import { keepSame } from "../../state/keepSame";
import type { Run } from "../../state/query";
import type { Store } from "../../state/store";
import { createStore } from "../../state/store";
import type { Read } from "./typed";

/** What stands in a field and is perhaps not in the draft yet. */
export interface Typed {
  text: string;
  /** Why it is not in the draft. */
  problem?: string | undefined;
  /** The draft has it. */
  kept: boolean;
}

/** A place to bring into view; a new object asks again. */
export interface Goal {
  pointer: string;
}

type Job =
  | { kind: "edits"; edits: DraftEdit[]; path?: string | undefined; text?: string | undefined }
  | { kind: "text"; text: string }
  | { kind: "method"; method: WriteMethod };

export interface Failed {
  error: CallError;
  again: () => void;
}

export interface DraftSession {
  tenantId: string;
  /** The draft's id. */
  id: string;
  draft: Store<Draft>;
  /** What could not be done last. */
  failed: Store<Failed | undefined>;
  /** The paths of fields whose text is not in the draft, because it cannot be. */
  outside: Store<readonly string[]>;
  goal: Store<Goal | undefined>;
  typedOf: (path: string) => Typed | undefined;
  onTyped: (path: string, listener: () => void) => () => void;
  /** Takes in what is typed into a field; it is sent when it settles. */
  type: (path: string, text: string, read: Read) => void;
  /** Takes in what is typed and is a value only once it is whole: it is sent when it is left behind. */
  stage: (path: string, text: string, read: Read) => void;
  /** The field is entered: what is typed stays as it is until it is left. */
  enter: (path: string) => void;
  /** The field is left: what waits is sent. */
  leave: (path: string) => void;
  /** Forgets what was typed into fields at and below a path. */
  forget: (path: string) => void;
  /** Makes edits, all or none, after what is typed. */
  edit: (edits: DraftEdit[]) => void;
  /** Takes in what is typed as JSON. */
  text: (text: string) => void;
  method: (method: WriteMethod) => void;
  /** Takes in what the backend says of the draft, unless something newer is known. */
  accept: (draft: Draft) => void;
  /** Sends what waits; done once everything is answered. */
  flush: () => Promise<void>;
  /** Sends what waits without waiting for what is under way: the window is going. */
  flushNow: () => void;
}

/** The path of what is typed as JSON. */
export const WHOLE = "\u0000json";
export const SETTLED_MS = 250;

const underWay = new Set<Promise<void>>();

/** So long is waited for the backend to take what was typed; it never takes so long unless something is wrong. */
const PATIENCE_MS = 3_000;

/** Done once what was typed into drafts before is with the backend: a draft that is opened again has it then. */
export async function draftsSettled(): Promise<void> {
  if (underWay.size === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([Promise.all(underWay), over]);
  clearTimeout(timer);
}

/** Forgets what is on its way to the backend (tests). */
export function forgetDrafts(): void {
  underWay.clear();
}

export function createDraftSession(first: Draft, run: Run): DraftSession {
  const { tenantId, draft: id } = first;
  const draft = createStore(first);
  const failed = createStore<Failed | undefined>(undefined);
  const outside = createStore<readonly string[]>([]);
  const typed = new Map<string, Typed>();
  const listeners = new Map<string, Set<() => void>>();
  const waiting = new Map<string, { timer?: ReturnType<typeof setTimeout>; job: Job }>();
  let queue: Job[] = [];
  let entered: string | undefined;
  /** The path of the text that failed last. */
  let failedAt: string | undefined;
  let pumping: Promise<void> | undefined;

  const write = (path: string, next: Typed | undefined) => {
    if (next) typed.set(path, next);
    else typed.delete(path);
    const isOutside = next?.problem !== undefined;
    if (outside.read().includes(path) !== isOutside) {
      const others = outside.read().filter((it) => it !== path);
      outside.write(isOutside ? [...others, path] : others);
    }
    for (const listener of [...(listeners.get(path) ?? [])]) listener();
  };

  const accept = (next: Draft) => {
    const shown = draft.read();
    if (next.draft !== id || next.revision < shown.revision) return;
    // What is the same stays the same object, so that only fields that changed are drawn again.
    draft.write(keepSame(shown, next));
  };

  const send = (jobs: readonly Job[]): Promise<Draft> => {
    const last = jobs.at(-1);
    const which = { tenantId, draft: id };
    if (last?.kind === "text") return run("draft_text", { ...which, text: last.text });
    if (last?.kind === "method") return run("draft_method", { ...which, method: last.method });
    const edits = jobs.flatMap((it) => (it.kind === "edits" ? it.edits : []));
    return run("draft_change", { ...which, edits });
  };

  const keep = (job: Job) => {
    const path = pathOf(job);
    const now = path === undefined ? undefined : typed.get(path);
    if (path === undefined || !now || now.text !== textOf(job)) return;
    write(path, path === entered ? { text: now.text, kept: true } : undefined);
  };

  const fail = (job: Job, thrown: unknown) => {
    const error = asCallError(thrown);
    const path = pathOf(job);
    const now = path === undefined ? undefined : typed.get(path);
    if (path !== undefined && now?.text === textOf(job)) {
      write(path, {
        text: now?.text ?? "",
        problem: `${error.title}. ${error.detail}`,
        kept: false,
      });
    }
    failedAt = path;
    const again = () => {
      failed.write(undefined);
      // Whoever typed something else there since means that.
      if (path !== undefined && typed.get(path)?.text !== textOf(job)) return;
      queue.push(job);
      void pump();
    };
    failed.write({ error, again });
  };

  const runBatch = async (jobs: readonly Job[]): Promise<void> => {
    try {
      accept(await send(jobs));
      jobs.forEach(keep);
      if (failedAt !== undefined && jobs.some((it) => pathOf(it) === failedAt)) {
        failedAt = undefined;
        failed.write(undefined);
      }
    } catch (thrown) {
      // All edits of a call are made or none: the others must not go down with the one that cannot be made.
      if (jobs.length > 1 && jobs[0]?.kind === "edits")
        for (const job of jobs) await runBatch([job]);
      else for (const job of jobs.slice(-1)) fail(job, thrown);
    }
  };

  const pump = (): Promise<void> => {
    pumping ??= (async () => {
      while (queue.length > 0) {
        const [batch, rest] = nextBatch(queue);
        queue = rest;
        await runBatch(batch);
      }
    })().finally(() => {
      if (pumping) underWay.delete(pumping);
      pumping = undefined;
    });
    underWay.add(pumping);
    return pumping;
  };

  const collect = (path: string) => {
    const it = waiting.get(path);
    if (!it) return;
    clearTimeout(it.timer);
    waiting.delete(path);
    queue.push(it.job);
  };
  const collectAll = () => [...waiting.keys()].forEach(collect);
  const settle = (path: string, job: Job) => {
    clearTimeout(waiting.get(path)?.timer);
    // A field that is typed into again goes to the end: edits are made in the order they were made here.
    waiting.delete(path);
    const timer = setTimeout(() => {
      collectAll();
      void pump();
    }, SETTLED_MS);
    waiting.set(path, { timer, job });
  };
  const forgetOne = (path: string) => {
    clearTimeout(waiting.get(path)?.timer);
    waiting.delete(path);
    write(path, undefined);
  };
  const flush = async () => {
    collectAll();
    await pump();
  };

  return {
    tenantId,
    id,
    draft,
    failed,
    outside,
    goal: createStore<Goal | undefined>(undefined),
    typedOf: (path) => typed.get(path),
    onTyped: (path, listener) => {
      const all = listeners.get(path) ?? new Set();
      listeners.set(path, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0) listeners.delete(path);
      };
    },
    type: (path, text, read) => {
      if ("problem" in read) {
        forgetOne(path);
        write(path, { text, problem: read.problem, kept: false });
        return;
      }
      write(path, { text, kept: false });
      settle(path, { kind: "edits", edits: read.edits, path, text });
    },
    stage: (path, text, read) => {
      forgetOne(path);
      write(path, { text, kept: false, problem: "problem" in read ? read.problem : undefined });
      if ("edits" in read)
        waiting.set(path, { job: { kind: "edits", edits: read.edits, path, text } });
    },
    enter: (path) => {
      entered = path;
    },
    leave: (path) => {
      if (entered === path) entered = undefined;
      if (typed.get(path)?.kept) write(path, undefined);
      if (!waiting.has(path)) return;
      collect(path);
      void pump();
    },
    forget: (path) => {
      for (const it of [...typed.keys()]) if (isBelow(it, path)) forgetOne(it);
    },
    edit: (edits) => {
      collectAll();
      queue.push({ kind: "edits", edits });
      void pump();
    },
    text: (text) => {
      write(WHOLE, { text, kept: false });
      settle(WHOLE, { kind: "text", text });
    },
    method: (method) => {
      collectAll();
      queue.push({ kind: "method", method });
      void pump();
    },
    accept,
    flush,
    flushNow: () => {
      collectAll();
      while (queue.length > 0) {
        const [batch, rest] = nextBatch(queue);
        queue = rest;
        void runBatch(batch);
      }
    },
  };
}

function pathOf(job: Job): string | undefined {
  if (job.kind === "text") return WHOLE;
  return job.kind === "edits" ? job.path : undefined;
}

function textOf(job: Job): string | undefined {
  return job.kind === "method" ? undefined : job.text;
}

function isBelow(path: string, of: string): boolean {
  return path === of || path.startsWith(`${of}.`) || path.startsWith(`${of}[`);
}

/** What can go in one call: edits that follow each other, of texts and methods only the last. */
function nextBatch(queue: readonly Job[]): [Job[], Job[]] {
  const kind = queue[0]?.kind;
  const end = queue.findIndex((it) => it.kind !== kind);
  const cut = end < 0 ? queue.length : end;
  return [queue.slice(0, cut), queue.slice(cut)];
}

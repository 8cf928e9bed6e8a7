// How tenants were left, kept by the backend over a restart: the place in each, the filters of its tables, and connection
// forms that are not saved. What the texts hold is the affair of those who write them; none holds a secret.
import { call } from "../host/call";
import type { LeftWhat } from "../host/generated/LeftWhat";
import type { Place } from "./places";
import { createStore, useStore } from "./store";

type Kept = ReadonlyMap<string, string>;

const kept = createStore<Kept>(new Map());
/** What was written in this run is newer than anything that is read. */
const written = new Set<string>();
/** What waits to be written: its timer, and how it is written at once. */
const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => void }>();

/** Long enough not to write each letter and each step of the cursor. */
const SETTLED_MS = 400;

/** The form of a new tenant has no id. */
function keyOf(tenantId: string | undefined, what: LeftWhat): string {
  return JSON.stringify([tenantId ?? "", what]);
}

/** Reads what earlier runs left. Without it everything begins as new, which is no fault to speak of. */
export async function readLeft(): Promise<void> {
  const list = await call("left_list", {}).catch(() => []);
  const next = new Map(kept.read());
  for (const { tenantId, what, text } of list) {
    const key = keyOf(tenantId, what);
    if (!written.has(key)) next.set(key, text);
  }
  kept.write(next);
}

/** How it was left; undefined where it never was. */
export function leftText(tenantId: string | undefined, what: LeftWhat): string | undefined {
  return kept.read().get(keyOf(tenantId, what));
}

/** Changes whenever anything of it does. */
export function useLeft(): unknown {
  return useStore(kept);
}

/** Keeps how something is left, once it settles or `atOnce`; "" when there is nothing to be kept any more. */
export function keepLeft(
  tenantId: string | undefined,
  what: LeftWhat,
  text: string,
  when: "settled" | "atOnce" = "settled",
): void {
  const key = keyOf(tenantId, what);
  if ((kept.read().get(key) ?? "") === text) return;
  const next = new Map(kept.read());
  if (text === "") next.delete(key);
  else next.set(key, text);
  kept.write(next);
  written.add(key);
  clearTimeout(waiting.get(key)?.timer);
  const send = () => {
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
    const last = kept.read().get(key) ?? "";
    call("left_keep", { ...(tenantId === undefined ? {} : { tenantId }), what, text: last }).catch(
      () => {
        // The tenant was forgotten meanwhile, or there is nowhere to write: it begins as new then.
      },
    );
  };
  if (when === "atOnce") send();
  else waiting.set(key, { timer: setTimeout(send, SETTLED_MS), send });
}

/** Writes what waits, at once. */
function flushLeft(): void {
  for (const { send } of [...waiting.values()]) send();
}

/** From now on, a window that is closed or no longer seen leaves nothing unwritten: its timers may never come. */
export function flushLeftWhenHidden(): void {
  addEventListener("pagehide", flushLeft);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flushLeft();
  });
}

/** A tenant was erased: nothing of it is kept, nor written any more. */
export function dropLeft(tenantId: string): void {
  const next = new Map(kept.read());
  for (const what of ["place", "filters", "form"] as const) {
    const key = keyOf(tenantId, what);
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
    next.delete(key);
  }
  kept.write(next);
}

/** For tests: nothing was ever left. */
export function forgetLeft(): void {
  for (const { timer } of waiting.values()) clearTimeout(timer);
  waiting.clear();
  written.clear();
  kept.write(new Map());
}

/** Where in a tenant one was, as far as it is a place to begin at. */
export function leftPlace(tenantId: string): Place | undefined {
  const place = recordOf(leftText(tenantId, "place"));
  const { screen, resourceType, filter, id, draft, clonedFrom } = place;
  if (typeof resourceType !== "string") return undefined;
  // A draft without an id of its own was never answered: beginning it again would make another one.
  if (screen === "edit") {
    if (typeof draft !== "string" && typeof id !== "string") return undefined;
    return { screen, resourceType, ...texts({ id, draft, clonedFrom }) };
  }
  if (screen === "merge") {
    return typeof draft === "string" ? { screen, resourceType, draft } : undefined;
  }
  if (screen === "directory") {
    return { screen, resourceType, ...(typeof filter === "string" ? { filter } : {}) };
  }
  return screen === "resource" && typeof id === "string" ? { screen, resourceType, id } : undefined;
}

/** Keeps the place in a tenant. Of the screens that are the same for all tenants, the one before is kept. */
export function keepPlace(tenantId: string, place: Place): void {
  if (place.screen === "directory") {
    const { screen, resourceType, filter } = place;
    keepLeft(tenantId, "place", JSON.stringify({ screen, resourceType, filter }));
  } else if (KEPT_WHOLE.has(place.screen)) {
    // Whoever begins to type is led back to it even if the app ends with the next letter.
    const when = place.screen === "resource" ? "settled" : "atOnce";
    keepLeft(tenantId, "place", JSON.stringify(place), when);
  }
}

const KEPT_WHOLE = new Set<Place["screen"]>(["resource", "edit", "merge"]);

/** Those members that are texts. */
function texts(members: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((it): it is [string, string] => typeof it[1] === "string"),
  );
}

/** The members of an object in JSON; none where it is anything else. */
export function recordOf(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {}; // Another version wrote it.
  }
}

// Who receives a key: handlers are registered by id while their screen is shown; the focus decides.
import { useEffect, useLayoutEffect, useRef } from "react";

import { pressed, takesText, typesText } from "./keys";
import type { Scope, ShortcutId } from "./shortcutTable";
import { shortcutTable } from "./shortcutTable";
import { createStore, useStore } from "./store";

/** What a key does; "elsewhere" lists a key that the component catches by itself. */
export type ShortcutHandler = ((event: KeyboardEvent) => void) | "elsewhere";
export type ShortcutHandlers = Partial<Record<ShortcutId, ShortcutHandler | undefined>>;

interface Registration {
  scope: Scope;
  handlers: { readonly current: ShortcutHandlers };
}

const registrations = createStore<readonly Registration[]>([]);
const SEQUENCE_MS = 1000;

/**
 * Handles shortcuts while the calling component is shown.
 *
 * "app" and "screen" hear keys wherever the focus is; every other scope needs the focus inside an
 * element with `data-scope="grid"` (and so on). Keys that type text never reach a handler while a
 * text field has the focus, and none does while a dialog is open. The latest registered wins.
 */
export function useShortcuts(scope: Scope, handlers: ShortcutHandlers): void {
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  const ids = live(handlers).join(" ");
  useEffect(() => {
    const mine: Registration = { scope, handlers: latest };
    registrations.write([...registrations.read(), mine]);
    return () => registrations.write(registrations.read().filter((it) => it !== mine));
  }, [scope, ids]);
}

/** The shortcuts that act at the moment, in the order of the table. */
export function useLiveShortcuts(): ShortcutId[] {
  const ids = new Set(useStore(registrations).flatMap((it) => live(it.handlers.current)));
  return (Object.keys(shortcutTable) as ShortcutId[]).filter((id) => ids.has(id));
}

/** The commands that can be run now without their keys: those of the window and of its screen. */
export function useLiveCommands(): ShortcutId[] {
  const ids = new Set(
    useStore(registrations)
      .filter(({ scope }) => isWide(scope))
      .flatMap(({ handlers }) =>
        Object.entries(handlers.current).flatMap(([id, handler]) =>
          typeof handler === "function" ? [id] : [],
        ),
      ),
  );
  return (Object.keys(shortcutTable) as ShortcutId[]).filter((id) => ids.has(id));
}

/** Runs a command as its keys would. */
export function runCommand(id: ShortcutId): void {
  for (const { handlers } of [...registrations.read()].reverse()) {
    const handler = handlers.current[id];
    if (typeof handler !== "function") continue;
    handler(new KeyboardEvent("keydown"));
    return;
  }
}

function live(handlers: ShortcutHandlers): string[] {
  return Object.entries(handlers)
    .filter(([, handler]) => handler !== undefined)
    .map(([id]) => id);
}

/** Hears the window's keys; the shell calls it once. */
export function useShortcutListener(): void {
  useEffect(() => {
    let begun: { key: string; at: number } | undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return;
      const keys = pressed(event);
      const sequence =
        begun && event.timeStamp - begun.at < SEQUENCE_MS ? `${begun.key} ${keys}` : undefined;
      begun = keys.length === 1 ? { key: keys, at: event.timeStamp } : undefined;
      const handler = (sequence && find(sequence, event)) ?? find(keys, event);
      if (!handler) return;
      begun = undefined;
      event.preventDefault();
      handler(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function find(keys: string, event: KeyboardEvent) {
  const target = event.target instanceof Element ? event.target : null;
  if (typesText(keys.split(" ").at(-1) ?? "") && takesText(event.target)) return undefined;
  if (isCovered(target)) return undefined;
  const presses = (keys === "Enter" || keys === "Space") && isPressable(target);
  for (const registration of [...registrations.read()].reverse()) {
    if (!reaches(registration.scope, target)) continue;
    if (presses && isWide(registration.scope)) continue;
    const found = Object.entries(registration.handlers.current).find(
      ([id, handler]) =>
        typeof handler === "function" && matches(shortcutTable[id as ShortcutId].keys, keys),
    );
    if (found && typeof found[1] === "function") return found[1];
  }
  return undefined;
}

/** Enter and Space belong to the button that has the focus before they belong to the window. */
function isPressable(target: Element | null): boolean {
  return target?.closest("button, a[href], input, select, textarea, summary") != null;
}

function isWide(scope: Scope): boolean {
  return scope === "app" || scope === "screen";
}

function reaches(scope: Scope, target: Element | null): boolean {
  if (isWide(scope)) return true;
  return target?.closest(`[data-scope~="${scope}"]`) != null;
}

/** A dialog, a menu or a popover keeps its keys for itself. */
function isCovered(target: Element | null): boolean {
  if (target?.closest("[role=menu], [role=listbox], [role=dialog], [role=alertdialog]"))
    return true;
  return document.querySelector("[role=dialog][aria-modal=true], [role=alertdialog]") !== null;
}

function matches(keys: readonly string[], pressedKeys: string): boolean {
  return keys.some((it) =>
    it === "Ctrl+1..9" ? /^Ctrl\+[1-9]$/.test(pressedKeys) : it === pressedKeys,
  );
}

function isModifier(key: string): boolean {
  return key === "Shift" || key === "Control" || key === "Alt" || key === "Meta";
}

// The filter bar of a table: its text, what the backend says about it, and applying it.
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useRef } from "react";

import { useSettled } from "../../../kit/useSettled";
import { useStateOf } from "../../../kit/useStateOf";
import { useShortcuts } from "../../../state/shortcuts";
import { nameOf, type Table } from "../memory";
import { checkQuery, useFilterCheck } from "./api";
import type { Said } from "./pieces";
import { type CompletionsShown, useCompletionList } from "./useCompletionList";
import { useFilterText } from "./useFilterText";

/** Nobody is told of mistakes in a word that is still being written. */
const STILL_MS = 600;

export interface FilterBarState {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  applied: string;
  said: Said | undefined;
  write: (text: string) => void;
  /** Sends a filter if it is one; otherwise it stays where it is and is told what is wrong. */
  apply: (text: string) => void;
  /** How it can go on at the caret. */
  list: CompletionsShown;
  /** Whether it is time to say what is wrong. */
  tells: boolean;
  focus: () => void;
}

export function useFilterBar(
  table: Table,
  applied: string,
  onApply: (filter: string) => void,
): FilterBarState {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useFilterText(table, applied);
  const said = useFilterCheck(table, text);
  const list = useCompletionList(table, text);
  const [refused, setRefused] = useStateOf<string | undefined>(nameOf(table), () => undefined);
  const settled = useSettled(text, STILL_MS, nameOf(table));
  const latest = useRef(text);
  const write = (next: string) => {
    latest.current = next;
    setText(next);
  };
  const focus = () => {
    input.current?.focus();
    input.current?.select();
  };
  useShortcuts("screen", { "screen.filter": focus });
  // Whoever is faster than the answer about the text waits for it: that takes a moment only.
  const apply = async (next: string) => {
    write(next);
    list.close();
    if (next.trim() === "") {
      onApply("");
      return;
    }
    // Where it cannot be checked, the server is asked all the same, and the list tells what comes of it.
    const said = await client.query(checkQuery(table, next)).catch(() => undefined);
    if (latest.current !== next) return;
    if (said && said.checked.canonical === undefined) setRefused(() => next);
    else onApply(next.trim());
  };
  return {
    input,
    text,
    applied,
    said,
    write,
    apply: (next) => void apply(next),
    list,
    // While it says how to go on, what is missing is no news.
    tells: (settled === text && list.shown.length === 0) || refused === text,
    focus,
  };
}

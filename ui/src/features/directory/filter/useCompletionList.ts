// The list of completions: whether it is open, and which of them the field points at.
import type { FilterCompleted } from "../../../host/generated/FilterCompleted";
import type { FilterCompletion } from "../../../host/generated/FilterCompletion";
import { useStateOf } from "../../../kit/useStateOf";
import { nameOf, type Table } from "../memory";
import { useCompletions } from "./api";

export interface CompletionState {
  /** The caret for which the list is open; absent while it is closed. */
  caret: number | undefined;
  at: number;
  /** Somebody went to it by an arrow key: Enter takes it. */
  pointed: boolean;
}

export interface CompletionsShown {
  completed: FilterCompleted | undefined;
  shown: readonly FilterCompletion[];
  /** The one that the field points at. */
  active: FilterCompletion | undefined;
  at: number;
  pointed: boolean;
  /** It is asked for, and may have nothing to say. */
  open: boolean;
  openAt: (caret: number) => void;
  close: () => void;
  step: (by: number) => void;
  pointAt: (at: number) => void;
}

const CLOSED: CompletionState = { caret: undefined, at: 0, pointed: false };
const NONE: readonly FilterCompletion[] = [];

/** Whether the only way to go on is what stands there already. */
function isWritten(text: string, completed: FilterCompleted | undefined): boolean {
  const [only, ...others] = completed?.completions ?? [];
  if (!only || others.length > 0) return false;
  const word = text.slice(completed?.span.start, completed?.span.end);
  return word !== "" && only.insert.trim() === word;
}

export function useCompletionList(table: Table, text: string): CompletionsShown {
  const [state, setState] = useStateOf<CompletionState>(nameOf(table), () => CLOSED);
  const completed = useCompletions(table, text, state.caret);
  const offered = state.caret === undefined ? NONE : (completed?.completions ?? NONE);
  const shown = isWritten(text, completed) ? NONE : offered;
  const at = Math.min(state.at, Math.max(0, shown.length - 1));
  return {
    completed,
    shown,
    active: shown[at],
    at,
    pointed: state.pointed,
    open: state.caret !== undefined,
    openAt: (caret) => setState(() => ({ caret, at: 0, pointed: false })),
    close: () => setState(() => CLOSED),
    step: (by) => {
      if (shown.length === 0) return;
      // The first arrow stays on the first one, which is pointed at already.
      const next = state.pointed || by < 0 ? (at + by + shown.length) % shown.length : at;
      setState(() => ({ ...state, at: next, pointed: true }));
    },
    pointAt: (to) => setState(() => ({ ...state, at: to })),
  };
}

// The field of the filter bar: words in colour, completions under the caret's word, what is wrong underlined.
import { Filter, X } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";

import type { FilterCompletion } from "../../../host/generated/FilterCompletion";
import { IconButton } from "../../../kit/IconButton";
import { Kbd } from "../../../kit/Kbd";
import { MarkedInput } from "../../../kit/MarkedInput";
import { focusContent } from "../../../state/panes";
import type { Table } from "../memory";
import { CompletionList } from "./CompletionList";
import styles from "./filter.module.css";
import { carried, isWrongAtEnd, pieces } from "./pieces";
import type { FilterBarState } from "./useFilterBar";
import { filterKeys } from "./filterKeys";

interface FilterFieldProps {
  table: Table;
  /** "users". */
  what: string;
  filter: FilterBarState;
  invalid: boolean;
  /** The id of what is said below about what is wrong. */
  messageId: string | undefined;
  onFocus: () => void;
}

export function FilterField(props: FilterFieldProps) {
  const { table, what, filter, invalid, messageId, onFocus } = props;
  const { text, applied, said, input, list, write, apply } = filter;
  const bar = useRef<HTMLDivElement>(null);
  const caret = useRef<number>(undefined);
  const [left, setLeft] = useState(0);
  const span = list.completed?.span;
  const isOpen = list.shown.length > 0;
  const width = list.shown.some((it) => it.kind === "attribute") ? WIDE : NARROW;
  useLayoutEffect(() => {
    if (isOpen) setLeft(leftOf(bar.current, input.current, span?.start ?? 0, width));
  }, [isOpen, span?.start, text, input, width]);
  // What was inserted leaves the caret behind it.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  const take = (completion: FilterCompletion) => {
    if (!span) return;
    const behind = text.slice(span.end);
    const head = text.slice(0, span.start) + completion.insert;
    // A word that was there already is followed by its own blank.
    caret.current = head.length + (goesOn(completion) && behind.startsWith(" ") ? 1 : 0);
    write(head + behind);
    if (goesOn(completion)) list.openAt(caret.current);
    else list.close();
  };
  const problems = said?.text === text ? said.checked.problems : [];
  const tokens = said ? carried(said, text) : [];
  const listId = `filter-list-${table.resourceType.replace(/\W/g, "-")}`;
  return (
    <div ref={bar} className={styles.place}>
      <MarkedInput
        ref={input}
        role="combobox"
        aria-label={`Filter ${what}`}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${list.at}` : undefined}
        aria-describedby={messageId}
        data-testid="filter-input"
        placeholder={`Filter ${what}, such as userName sw "a"`}
        className={styles.input}
        value={text}
        pieces={pieces(text, tokens, problems)}
        wrongEnd={filter.tells && isWrongAtEnd(text, problems)}
        invalid={invalid}
        onChange={(next, at) => {
          write(next);
          list.openAt(at);
        }}
        onFocus={onFocus}
        onBlur={list.close}
        onKeyDown={(event) =>
          filterKeys(event, { list, text, applied, take, write, apply, leave: focusContent })
        }
        before={<Filter size={14} aria-hidden="true" />}
        after={
          <After
            text={text}
            applied={applied}
            onClear={() => {
              apply("");
              input.current?.focus();
            }}
          />
        }
      />
      {isOpen && (
        <CompletionList
          id={listId}
          list={list}
          typed={text.slice(span?.start, span?.end)}
          left={left}
          onTake={take}
        />
      )}
    </div>
  );
}

interface AfterProps {
  text: string;
  applied: string;
  onClear: () => void;
}

function After({ text, applied, onClear }: AfterProps) {
  return (
    <span className={styles.after}>
      {text.trim() !== applied && (
        <span className={styles.hint}>
          <Kbd>Enter</Kbd> {text.trim() === "" ? "clear" : "apply"}
        </span>
      )}
      {text === "" && applied === "" && <Kbd>/</Kbd>}
      {(text !== "" || applied !== "") && (
        <IconButton
          small
          label="Clear filter"
          icon={<X size={14} aria-hidden="true" />}
          data-testid="filter-clear"
          onClick={onClear}
        />
      )}
    </span>
  );
}

/** After a value comes `and` or nothing; after everything else something has to follow. */
function goesOn({ kind, insert }: FilterCompletion): boolean {
  return kind !== "value" && !/[\])]$/.test(insert);
}

/** How wide the list is: with what the chosen attribute is beside it, and without. */
const WIDE = 500;
const NARROW = 262;

/** Where a word of the drawing begins, so that a list below it stays inside of the bar. */
function leftOf(
  bar: HTMLElement | null,
  input: HTMLElement | null,
  start: number,
  width: number,
): number {
  const drawing = input?.parentElement?.querySelector("[data-testid=marked-text]");
  if (!bar || !drawing) return 0;
  let before = start;
  let x = drawing.getBoundingClientRect().left;
  for (const piece of drawing.children) {
    const length = piece.textContent.length;
    const box = piece.getBoundingClientRect();
    if (before <= 0) break;
    x = before >= length ? box.right : box.left + (box.width * before) / length;
    before -= length;
  }
  const inset = 10;
  const from = bar.getBoundingClientRect().left;
  return Math.max(0, Math.min(x - from - inset, bar.clientWidth - width));
}

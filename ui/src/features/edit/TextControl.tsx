// A line of text, a number, a URI: what is typed stays here until the draft has it. Values that the schema or another
// resource type suggests can be chosen; anything else can be typed.
import type { ClipboardEvent, ReactNode } from "react";
import { useLayoutEffect, useRef, useState } from "react";

import { classes } from "../../kit/classes";
import type { ControlProps } from "./ControlBox";
import { controlAttributes, hollow, restoreOnEscape, toneOf } from "./ControlBox";
import styles from "./controls.module.css";
import { useDraftSession, useTypedField } from "./session";
import type { Suggestion } from "./suggestions";
import { useSuggestions } from "./suggestions";
import { SuggestionList } from "./SuggestionList";

interface TextControlProps extends ControlProps {
  /** At the end of the line: a button, a remark. */
  after?: ReactNode;
  mono?: boolean | undefined;
}

export function TextControl(props: TextControlProps) {
  const { field, after, mono } = props;
  const session = useDraftSession();
  const { text, problem, onChange, onFocus, onBlur } = useTypedField(field);
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { hasLines, area, setTyping, onPaste } = useLines(text, onChange);
  const suggested = useSuggestions(field, isOpen, text);
  const list = useList(suggested.shown, isOpen);
  const isNumber = field.control === "integer" || field.control === "decimal";
  const take = (value: string) => {
    onChange(value);
    session.leave(field.path);
    setOpen(false);
  };
  const shared = {
    ...controlAttributes(props),
    value: text,
    placeholder: hollow(field),
    spellCheck: false,
    autoComplete: "off",
    dir: "auto",
    "aria-invalid": toneOf(field, problem) === "error" || undefined,
    onFocus,
    className: classes(styles.input, (mono ?? isNumber) && "mono"),
  };
  // A line would take the line breaks out of a text that has some.
  if (hasLines) {
    return (
      <Box field={field} problem={problem} tall>
        <textarea
          {...shared}
          ref={area}
          rows={Math.min(8, text.split("\n").length)}
          onChange={(event) => onChange(event.target.value)}
          onFocus={() => {
            setTyping(true);
            onFocus();
          }}
          onBlur={() => {
            setTyping(false);
            onBlur();
          }}
          onKeyDown={restoreOnEscape(session, field)}
        />
      </Box>
    );
  }
  const listId = `${props.id}-list`;
  const open = isOpen && list.shown.length > 0;
  return (
    <Box field={field} problem={problem}>
      <input
        ref={input}
        type="text"
        {...shared}
        {...(suggested.has
          ? {
              role: "combobox",
              "aria-autocomplete": "list",
              "aria-haspopup": "listbox",
              "aria-expanded": open,
              "aria-controls": open ? listId : undefined,
              "aria-activedescendant": open && list.at >= 0 ? `${listId}-${list.at}` : undefined,
            }
          : {})}
        inputMode={isNumber ? (field.control === "integer" ? "numeric" : "decimal") : undefined}
        onChange={(event) => {
          onChange(event.target.value);
          if (suggested.has) setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
          onBlur();
        }}
        onClick={() => suggested.has && setOpen(true)}
        onPaste={(event) => {
          if (!isNumber) onPaste(event);
        }}
        onKeyDown={(event) => {
          if (suggested.has && list.key(event, { open, setOpen, take })) return;
          restoreOnEscape(session, field)(event);
        }}
      />
      {isNumber && <span className={styles.flag}>{field.control}</span>}
      {after}
      {open && (
        <SuggestionList
          id={listId}
          anchor={input}
          label={`Suggestions for ${field.name}`}
          suggestions={list.shown}
          at={list.at}
          onTake={take}
          onClose={() => setOpen(false)}
        />
      )}
    </Box>
  );
}

/** Whether a text is typed in several lines. They stay while somebody types in them: another field has no focus. */
function useLines(text: string, onChange: (text: string) => void) {
  const area = useRef<HTMLTextAreaElement>(null);
  const pastedTo = useRef<number>(undefined);
  const [isTyping, setTyping] = useState(false);
  useLayoutEffect(() => {
    const at = pastedTo.current;
    if (at === undefined || !area.current) return;
    pastedTo.current = undefined;
    area.current.focus();
    area.current.setSelectionRange(at, at);
  });
  // A line would join what is pasted.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData("text").replace(/\r\n?/g, "\n");
    if (!pasted.trim().includes("\n")) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const from = selectionStart ?? value.length;
    pastedTo.current = from + pasted.length;
    onChange(value.slice(0, from) + pasted + value.slice(selectionEnd ?? from));
  };
  return { hasLines: isTyping || text.includes("\n"), area, setTyping, onPaste };
}

interface BoxProps {
  field: ControlProps["field"];
  problem?: string | undefined;
  tall?: boolean | undefined;
  children: ReactNode;
}

/** The frame of a control: amber at its left where it is changed. */
export function Box({ field, problem, tall, children }: BoxProps) {
  return (
    <span
      className={styles.box}
      data-changed={field.changed || undefined}
      data-tone={toneOf(field, problem)}
      data-state={field.state}
      data-tall={tall}
    >
      {children}
    </span>
  );
}

interface ListTools {
  open: boolean;
  setOpen: (open: boolean) => void;
  take: (value: string) => void;
}

/** The arrows go through the list; nothing is taken that was not pointed at. */
function useList(shown: readonly Suggestion[], isOpen: boolean) {
  const [pointed, setAt] = useState(-1);
  const at = isOpen && pointed < shown.length ? pointed : -1;
  const key = (event: React.KeyboardEvent, { open, setOpen, take }: ListTools): boolean => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (!open) setOpen(true);
      const count = shown.length;
      if (count > 0) setAt(at < 0 && step < 0 ? count - 1 : (at + step + count) % count);
      return true;
    }
    if (!open) return false;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
      return true;
    }
    const chosen = shown[at];
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !chosen) return false;
    if (event.nativeEvent.isComposing) return false;
    event.preventDefault();
    take(chosen.value);
    setAt(-1);
    return true;
  };
  return { shown, at, key };
}

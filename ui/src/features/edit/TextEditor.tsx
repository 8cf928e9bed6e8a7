// JSON to be typed: a text field with line numbers, and the colours of JSON drawn below its letters. A field of the
// browser's own, because its undo, input methods and screen readers are its own as well.
import type { UIEvent } from "react";
import { useEffect, useMemo, useRef } from "react";

import { classes } from "../../kit/classes";
import type { Mark } from "../../kit/json/mark";
import { marksByLine } from "../../kit/json/mark";
import styles from "./editor.module.css";
import { tokens } from "./jsonTokens";

interface TextEditorProps {
  /** The accessible name. */
  label: string;
  text: string;
  marks: readonly Mark[];
  /** A line to bring into view; a new object asks again. */
  goTo?: { line: number } | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  onChange: (text: string) => void;
  onFocus: () => void;
  onBlur: () => void;
}

/** Beyond this, colours would cost more than they give. */
const MOST_COLOURED = 60_000;
const LINE_HEIGHT = 18;

export function TextEditor(props: TextEditorProps) {
  const { label, text, marks, goTo, invalid, describedBy, onChange, onFocus, onBlur } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const under = useRef<HTMLDivElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const isColoured = text.length <= MOST_COLOURED;
  const count = useMemo(() => text.split("\n").length, [text]);
  useEffect(() => {
    const area = field.current;
    if (!goTo || !area) return;
    const [from, to] = lineRange(area.value, goTo.line);
    area.focus();
    area.setSelectionRange(from, to);
    area.scrollTop = Math.max(0, (goTo.line - 1) * LINE_HEIGHT - area.clientHeight / 2);
  }, [goTo]);
  // What is drawn below goes along with the field.
  const onScroll = ({ currentTarget }: UIEvent<HTMLTextAreaElement>) => {
    const { scrollTop, scrollLeft } = currentTarget;
    if (under.current)
      under.current.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
    if (gutter.current) gutter.current.style.transform = `translateY(${-scrollTop}px)`;
  };
  return (
    <div className={styles.editor} data-testid="json-editor">
      <div className={styles.gutterFrame} aria-hidden="true">
        <div ref={gutter} className={styles.gutter}>
          <LineMarks marks={marks} />
          {lineNumbers(count)}
        </div>
      </div>
      <div className={styles.area}>
        <div aria-hidden="true" className={styles.under} ref={under}>
          {isColoured && <Coloured text={text} />}
        </div>
        <textarea
          ref={field}
          aria-label={label}
          aria-invalid={invalid ? true : undefined}
          aria-describedby={describedBy}
          className={classes(styles.text, isColoured && styles.clear)}
          value={text}
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          onChange={(event) => onChange(event.target.value)}
          onFocus={onFocus}
          onBlur={onBlur}
          onScroll={onScroll}
        />
      </div>
    </div>
  );
}

function Coloured({ text }: { text: string }) {
  return tokens(text).map(({ from, to, kind }) => (
    <span key={from} data-token={kind}>
      {text.slice(from, to)}
    </span>
  ));
}

function LineMarks({ marks }: { marks: readonly Mark[] }) {
  return [...marksByLine(marks).values()].map(({ line, tone, text }) => (
    <span
      key={line}
      title={text}
      data-tone={tone}
      className={styles.mark}
      style={{ top: (line - 1) * LINE_HEIGHT }}
    />
  ));
}

function lineNumbers(count: number): string {
  return Array.from({ length: count }, (_, at) => at + 1).join("\n");
}

function lineRange(text: string, line: number): [number, number] {
  let from = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf("\n", from);
    if (end < 0) break;
    from = end + 1;
  }
  const end = text.indexOf("\n", from);
  return [from, end < 0 ? text.length : end];
}

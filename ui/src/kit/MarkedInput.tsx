// A line of text whose words are coloured: an ordinary text field, and below it a drawing of the same text.
// The field keeps what fields are good at (the caret, selection, input methods, screen readers) and paints at once.
import type { InputHTMLAttributes, ReactNode, Ref } from "react";
import { useLayoutEffect, useRef } from "react";

import { classes } from "./classes";
import styles from "./MarkedInput.module.css";

/** A part of the text as it is drawn. */
export interface Piece {
  text: string;
  /** How it is coloured. */
  tone?: PieceTone | undefined;
  /** It is underlined. */
  wrong?: "error" | "warning" | undefined;
}

export type PieceTone = "name" | "verb" | "joint" | "text" | "literal" | "bracket" | "other";

interface MarkedInputProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  "onChange" | "value"
> {
  value: string;
  /** The value in pieces; what they leave out at the end is drawn plainly. */
  pieces: readonly Piece[];
  /** A mark behind the text: something is missing there. */
  wrongEnd?: boolean | undefined;
  onChange: (value: string, caret: number) => void;
  invalid?: boolean | undefined;
  before?: ReactNode;
  after?: ReactNode;
  ref?: Ref<HTMLInputElement> | undefined;
}

export function MarkedInput(props: MarkedInputProps) {
  const { value, pieces, wrongEnd, onChange, invalid, before, after, className, ref, ...rest } =
    props;
  const input = useRef<HTMLInputElement>(null);
  const drawing = useRef<HTMLSpanElement>(null);
  // The drawing goes along with the field wherever that scrolls by itself.
  const follow = () => {
    if (!input.current || !drawing.current) return;
    // An empty field is not scrolled, and asking it would lay out the whole window at once.
    const left = input.current.value === "" ? 0 : input.current.scrollLeft;
    drawing.current.style.transform = `translateX(${-left}px)`;
  };
  useLayoutEffect(follow);
  useLayoutEffect(() => {
    document.addEventListener("selectionchange", follow);
    return () => document.removeEventListener("selectionchange", follow);
  }, []);
  const drawn = pieces.reduce((length, piece) => length + piece.text.length, 0);
  return (
    <span className={classes(styles.box, invalid && styles.invalid, className)}>
      {before}
      <span className={styles.field}>
        <span className={styles.clip} aria-hidden="true">
          <span ref={drawing} className={styles.drawing} data-testid="marked-text">
            {pieces.map((piece, place) => (
              <span
                key={place}
                data-tone={piece.tone}
                data-wrong={piece.wrong}
                className={styles.piece}
              >
                {piece.text}
              </span>
            ))}
            {value.slice(drawn)}
            {wrongEnd && (
              <span data-wrong="error" className={styles.piece}>
                {"\u00a0"}
              </span>
            )}
          </span>
        </span>
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          dir="ltr"
          {...rest}
          ref={(element) => {
            input.current = element;
            if (typeof ref === "function") ref(element);
            else if (ref) ref.current = element;
          }}
          aria-invalid={invalid ? true : undefined}
          className={styles.input}
          value={value}
          onScroll={follow}
          onPointerMove={follow}
          onChange={(event) =>
            onChange(event.target.value, event.target.selectionStart ?? event.target.value.length)
          }
        />
      </span>
      {after}
    </span>
  );
}

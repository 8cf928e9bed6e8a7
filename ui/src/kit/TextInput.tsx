// A line of text.
import type { InputHTMLAttributes, ReactNode, Ref } from "react";

import { classes } from "./classes";
import styles from "./TextInput.module.css";

export interface TextInputProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  "onChange" | "value"
> {
  value: string;
  onChange: (value: string) => void;
  /** Set in the code font: URLs, ids, tokens. */
  mono?: boolean | undefined;
  /** Something is wrong with it. */
  invalid?: boolean | undefined;
  /** Something is worth a look. */
  doubtful?: boolean | undefined;
  before?: ReactNode;
  after?: ReactNode;
  ref?: Ref<HTMLInputElement> | undefined;
}

export function TextInput(props: TextInputProps) {
  const { value, onChange, mono, invalid, doubtful, before, after, className, ...rest } = props;
  return (
    <span
      className={classes(
        styles.box,
        invalid && styles.invalid,
        doubtful && styles.doubtful,
        className,
      )}
    >
      {before}
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        {...rest}
        aria-invalid={invalid ? true : rest["aria-invalid"]}
        className={classes(styles.input, mono && "mono")}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {after}
    </span>
  );
}

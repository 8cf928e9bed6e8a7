// A text of several lines, exactly as it is, in a box that scrolls.
import { useLayoutEffect, useRef } from "react";

import { classes } from "../../kit/classes";
import styles from "./diagnostics.module.css";

interface TextBoxProps {
  /** The accessible name. */
  label: string;
  text: string;
  /** The last lines are what one came for. */
  fromEnd?: boolean | undefined;
  tall?: boolean | undefined;
  testId: string;
}

export function TextBox({ label, text, fromEnd = false, tall = false, testId }: TextBoxProps) {
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (fromEnd && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [fromEnd, text]);
  return (
    <pre
      ref={box}
      role="region"
      aria-label={label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
      tabIndex={0}
      data-testid={testId}
      className={classes(styles.box, tall && styles.tall)}
    >
      {text}
    </pre>
  );
}

// What nothing else fits, as JSON in some lines.
import { classes } from "../../kit/classes";
import type { ControlProps } from "./ControlBox";
import { controlAttributes, hollow, restoreOnEscape, toneOf } from "./ControlBox";
import styles from "./controls.module.css";
import { useDraftSession, useTypedField } from "./session";
import { Box } from "./TextControl";

const MOST_LINES = 12;

export function JsonControl(props: ControlProps) {
  const { field } = props;
  const session = useDraftSession();
  const { text, problem, onChange, onFocus, onBlur } = useTypedField(field);
  return (
    <Box field={field} problem={problem} tall>
      <textarea
        {...controlAttributes(props)}
        value={text}
        placeholder={hollow(field)}
        rows={Math.max(2, Math.min(MOST_LINES, text.split("\n").length))}
        spellCheck={false}
        aria-invalid={toneOf(field, problem) === "error" || undefined}
        className={classes(styles.input, "mono")}
        onChange={(event) => onChange(event.target.value)}
        onFocus={onFocus}
        onBlur={onBlur}
        onKeyDown={restoreOnEscape(session, field)}
      />
    </Box>
  );
}

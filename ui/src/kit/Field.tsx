// A label with its control, a hint and what is wrong with it, tied together for everyone.
import { CircleAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useId } from "react";

import { classes } from "./classes";
import styles from "./Field.module.css";

export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What is wrong: blocks. */
  error?: string | undefined;
  /** What is worth a look: does not block. */
  warning?: ReactNode;
  /** Draws the control; spread what it gets onto the control. */
  children: (control: FieldControl) => ReactNode;
}

export function Field({ label, hint, error, warning, children }: FieldProps) {
  const id = useId();
  const said = error !== undefined || Boolean(warning) || Boolean(hint);
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.control}>
        {children({
          id,
          "aria-describedby": said ? `${id}-said` : undefined,
          "aria-invalid": error === undefined ? undefined : true,
        })}
        <div id={`${id}-said`}>
          {error !== undefined && <FieldMessage error={error} />}
          {warning && (
            <div className={classes(styles.message, styles.warning)}>
              <TriangleAlert size={14} aria-hidden="true" />
              <div>{warning}</div>
            </div>
          )}
          {hint && <p className={styles.hint}>{hint}</p>}
        </div>
      </div>
    </div>
  );
}

interface FieldMessageProps {
  error: string;
  /** Where the control is not inside of a field: what its `aria-describedby` names. */
  id?: string | undefined;
}

/** What is wrong, as it stands below a control. */
export function FieldMessage({ error, id }: FieldMessageProps) {
  return (
    <p id={id} className={classes(styles.message, styles.error)}>
      <CircleAlert size={14} aria-hidden="true" />
      <span>{error}</span>
    </p>
  );
}

/** A row of the same form whose control is a group with its own name. */
export function FieldRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      <div className={styles.control}>{children}</div>
    </div>
  );
}

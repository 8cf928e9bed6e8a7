// A choice that is on, off, or partly on.
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";

import styles from "./Checkbox.module.css";

interface CheckboxProps {
  checked: boolean;
  /** Some of what it stands for is on. */
  mixed?: boolean | undefined;
  onChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
  testId?: string | undefined;
  /** Its words, drawn beside it; use `label` where they must not be drawn. */
  children?: ReactNode;
  label?: string | undefined;
  /** The id of what says more about it. */
  describedBy?: string | undefined;
  /** Something is wrong with it. */
  invalid?: boolean | undefined;
}

export function Checkbox(props: CheckboxProps) {
  const { checked, mixed = false, onChange, disabled = false, testId, children, label } = props;
  const { describedBy, invalid } = props;
  const box = (
    <Base.Root
      checked={checked}
      indeterminate={mixed}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid ? true : undefined}
      data-testid={testId}
      className={styles.box}
    >
      <Base.Indicator className={styles.mark}>
        {mixed ? (
          <Minus size={11} strokeWidth={3} aria-hidden="true" />
        ) : (
          <Check size={11} strokeWidth={3} aria-hidden="true" />
        )}
      </Base.Indicator>
    </Base.Root>
  );
  if (!children) return box;
  return (
    <label className={styles.row}>
      {box}
      <span>{children}</span>
    </label>
  );
}

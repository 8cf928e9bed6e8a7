// A choice that gives up protection: it stands out before and after, and says what it means.
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useId } from "react";

import { Checkbox } from "../../kit/Checkbox";
import { FieldMessage } from "../../kit/Field";
import styles from "./transport.module.css";

interface DangerChoiceProps {
  /** What is done when it is on. */
  words: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
  error: string | undefined;
  testId: string;
  /** What it means. */
  children: ReactNode;
}

export function DangerChoice(props: DangerChoiceProps) {
  const { words, checked, onChange, disabled, error, testId, children } = props;
  const id = useId();
  return (
    <div className={styles.danger} data-on={checked ? "" : undefined}>
      <Checkbox
        testId={testId}
        checked={checked}
        onChange={onChange}
        disabled={disabled}
        describedBy={id}
        invalid={error !== undefined}
      >
        {words}
      </Checkbox>
      <div id={id} className={styles.meaning}>
        <TriangleAlert size={14} aria-hidden="true" />
        <div>{children}</div>
        {error !== undefined && <FieldMessage error={error} />}
      </div>
    </div>
  );
}

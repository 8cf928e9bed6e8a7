// One of a few, from a list that opens.
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";

import type { FieldControl } from "./Field";
import styles from "./Select.module.css";

export interface SelectOption<T extends string> {
  value: T;
  label: string;
}

interface SelectProps<T extends string> {
  value: T;
  options: readonly SelectOption<T>[];
  onChange: (value: T) => void;
  /** From the field around it; otherwise give a label. */
  control?: FieldControl | undefined;
  label?: string | undefined;
  testId?: string | undefined;
}

export function Select<T extends string>(props: SelectProps<T>) {
  const { value, options, onChange, control, label, testId } = props;
  return (
    <Base.Root
      value={value}
      items={options}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Base.Trigger {...control} aria-label={label} data-testid={testId} className={styles.trigger}>
        <Base.Value className={styles.value} />
        <Base.Icon>
          <ChevronDown size={14} aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={styles.popup}>
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className={styles.item}>
                <Base.ItemText>{option.label}</Base.ItemText>
                <Base.ItemIndicator className={styles.mark}>
                  <Check size={14} aria-hidden="true" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

// A few ways, one of them chosen, each with a sentence on what it means.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useId } from "react";

import styles from "./RadioList.module.css";

export interface RadioOption<T extends string> {
  value: T;
  label: string;
  meaning: string;
}

interface RadioListProps<T extends string> {
  label: string;
  value: T;
  options: readonly RadioOption<T>[];
  onChange: (value: T) => void;
  testId?: string | undefined;
}

export function RadioList<T extends string>(props: RadioListProps<T>) {
  const { label, value, options, onChange, testId } = props;
  const id = useId();
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next)}
      className={styles.list}
    >
      {options.map((option) => (
        <label key={option.value} htmlFor={`${id}-${option.value}`} className={styles.option}>
          <Radio.Root
            id={`${id}-${option.value}`}
            value={option.value}
            aria-labelledby={`${id}-${option.value}-name`}
            aria-describedby={`${id}-${option.value}-meaning`}
            data-testid={testId && `${testId}-${option.value}`}
            className={styles.radio}
          >
            <Radio.Indicator className={styles.mark} />
          </Radio.Root>
          <span id={`${id}-${option.value}-name`} className={styles.name}>
            {option.label}
          </span>
          <span id={`${id}-${option.value}-meaning`} className={styles.meaning}>
            {option.meaning}
          </span>
        </label>
      ))}
    </RadioGroup>
  );
}

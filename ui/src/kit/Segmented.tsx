// Two to five views of the same thing, one of them chosen: a radio group in a row.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";

import styles from "./Segmented.module.css";

export interface Segment<T extends string> {
  value: T;
  label: string;
  /** Drawn instead of the label, which screen readers still hear. */
  icon?: ReactNode;
  count?: number | undefined;
}

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  segments: readonly Segment<T>[];
  onChange: (value: T) => void;
  disabled?: boolean | undefined;
  /** What says what is wrong with the choice; nothing is where there is none. */
  faultId?: string | undefined;
  testId?: string | undefined;
}

export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, value, segments, onChange, disabled = false, faultId, testId } = props;
  return (
    <RadioGroup
      aria-label={label}
      aria-invalid={faultId === undefined ? undefined : true}
      aria-describedby={faultId}
      value={value}
      onValueChange={(next) => onChange(next)}
      disabled={disabled}
      data-testid={testId}
      className={styles.group}
    >
      {segments.map((segment) => (
        <Radio.Root
          key={segment.value}
          value={segment.value}
          nativeButton
          render={<button type="button" />}
          aria-label={segment.icon ? segment.label : undefined}
          data-testid={testId && `${testId}-${segment.value}`}
          className={styles.segment}
        >
          {segment.icon ?? segment.label}
          {segment.count !== undefined && <span className={styles.count}>{segment.count}</span>}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

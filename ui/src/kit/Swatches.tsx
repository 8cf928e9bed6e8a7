// One colour of a few: a radio group of coloured squares, each with its name.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { Check } from "lucide-react";

import styles from "./Swatches.module.css";

interface SwatchesProps<T extends string> {
  label: string;
  value: T;
  /** Names of tenant colours in the tokens. */
  colours: readonly T[];
  onChange: (colour: T) => void;
}

export function Swatches<T extends string>({ label, value, colours, onChange }: SwatchesProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      className={styles.swatches}
      value={value}
      onValueChange={onChange}
    >
      {colours.map((colour) => (
        <Radio.Root
          key={colour}
          value={colour}
          nativeButton
          render={<button type="button" />}
          aria-label={colour}
          data-tenant={colour}
          className={styles.swatch}
        >
          <Radio.Indicator>
            <Check size={12} strokeWidth={3} aria-hidden="true" />
          </Radio.Indicator>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

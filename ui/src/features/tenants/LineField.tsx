// A line of text in the connection form, with what is wrong with it.
import type { ReactNode } from "react";

import { Field } from "../../kit/Field";
import { TextInput } from "../../kit/TextInput";

interface LineFieldProps {
  label: string;
  /** Its name in the request. */
  name: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  hint?: ReactNode;
  placeholder?: string | undefined;
  isUrl?: boolean | undefined;
}

export function LineField(props: LineFieldProps) {
  const { label, name, value, onChange, error, hint, placeholder, isUrl } = props;
  return (
    <Field label={label} error={error} hint={hint}>
      {(control) => (
        <TextInput
          {...control}
          mono
          inputMode={isUrl ? "url" : undefined}
          placeholder={placeholder}
          value={value}
          onChange={onChange}
          invalid={error !== undefined}
          data-testid={`field-${name}`}
        />
      )}
    </Field>
  );
}

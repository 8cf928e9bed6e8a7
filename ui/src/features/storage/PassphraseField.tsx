// A field for a passphrase: typed unseen, shown on request while it is being typed, remembered by nothing.
import { Eye, EyeOff } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { useState } from "react";

import { Field } from "../../kit/Field";
import { IconButton } from "../../kit/IconButton";
import { TextInput } from "../../kit/TextInput";

interface PassphraseFieldProps {
  label: string;
  /** Its name in the form and in the request. */
  name: "passphrase" | "again" | "current";
  value: string;
  onChange: (value: string) => void;
  /** A new passphrase is being made up, not an old one asked for. */
  isNew?: boolean | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  testId: string;
  ref?: Ref<HTMLInputElement> | undefined;
}

export function PassphraseField(props: PassphraseFieldProps) {
  const { label, name, value, onChange, isNew, hint, error, testId, ref } = props;
  const [isShown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <TextInput
          {...control}
          ref={ref}
          name={name}
          type={isShown ? "text" : "password"}
          autoComplete={isNew ? "new-password" : "off"}
          mono={isShown}
          value={value}
          onChange={onChange}
          invalid={error !== undefined}
          data-testid={testId}
          after={
            <IconButton
              small
              label={isShown ? `Hide: ${label}` : `Show: ${label}`}
              icon={
                isShown ? (
                  <EyeOff size={14} aria-hidden="true" />
                ) : (
                  <Eye size={14} aria-hidden="true" />
                )
              }
              onClick={() => setShown(!isShown)}
            />
          }
        />
      )}
    </Field>
  );
}

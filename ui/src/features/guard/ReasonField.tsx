// Why a guard is opened: kept in its log.
import type { Ref } from "react";

import type { CallError } from "../../host/call";
import { Field } from "../../kit/Field";
import { TextInput } from "../../kit/TextInput";

interface ReasonFieldProps {
  reason: string;
  onChange: (reason: string) => void;
  /** It was tried to go on. */
  isTried: boolean;
  /** What the backend says of it. */
  error: CallError | undefined;
  ref?: Ref<HTMLInputElement>;
}

const MISSING = "A reason is needed: whoever reads the log later has to know why.";
/** As the backend has it. */
const LONGEST = 500;

export function ReasonField({ reason, onChange, isTried, error, ref }: ReasonFieldProps) {
  const isMissing = isTried && reason.trim() === "";
  const said = error?.field === "reason" ? error.detail : undefined;
  return (
    <Field
      label="Reason"
      error={isMissing ? MISSING : said}
      hint="What is to be changed, or the number of a ticket. Kept in the log of the guard."
    >
      {(control) => (
        <TextInput
          {...control}
          ref={ref}
          required
          maxLength={LONGEST}
          value={reason}
          onChange={onChange}
          invalid={isMissing || said !== undefined}
          data-testid="guard-reason"
        />
      )}
    </Field>
  );
}

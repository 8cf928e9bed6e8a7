// The two fields of a new passphrase, with a word on how good it is.
import { PassphraseField } from "./PassphraseField";
import { SHORTEST, strengthOf } from "./strength";
import type { NewPassphrase } from "./useNewPassphrase";

interface NewPassphraseFieldsProps {
  typed: NewPassphrase;
  /** What the first field is called: "Passphrase", or "New one" beside an old one. */
  label: string;
}

export function NewPassphraseFields({ typed, label }: NewPassphraseFieldsProps) {
  const strength = strengthOf(typed.passphrase);
  return (
    <>
      <PassphraseField
        isNew
        label={label}
        name="passphrase"
        value={typed.passphrase}
        onChange={typed.typePassphrase}
        error={typed.faults.passphrase}
        hint={
          <span role="status">
            {strength?.sentence ?? `At least ${SHORTEST} characters; a few words are best.`}
          </span>
        }
        testId="passphrase-new"
      />
      <PassphraseField
        isNew
        label="Once more"
        name="again"
        value={typed.again}
        onChange={typed.typeAgain}
        error={typed.faults.again}
        testId="passphrase-again"
      />
    </>
  );
}

// A secret: typed or pasted unseen; one that is kept is never shown, only replaced or forgotten.
import { KeyRound } from "lucide-react";
import type { Ref } from "react";

import { Button } from "./Button";
import { classes } from "./classes";
import type { FieldControl } from "./Field";
import { TextInput } from "./TextInput";
import styles from "./TextInput.module.css";

interface KeptSecretProps {
  control: FieldControl;
  /** What it is, in the middle of a sentence. */
  what: string;
  /** Where the secret is kept now, e.g. "in GNOME Keyring". */
  kept: string;
  onReplace: () => void;
  onForget: () => void;
  invalid?: boolean | undefined;
  testId?: string | undefined;
}

interface SecretInputProps extends Omit<KeptSecretProps, "kept"> {
  /** Its label, where no field around it has one. */
  ariaLabel?: string | undefined;
  /** Where the secret is kept now, e.g. "in GNOME Keyring"; undefined if a new one is typed. */
  kept?: string | undefined;
  /** What will become of what is typed, e.g. "goes to GNOME Keyring". */
  place?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  /** Leaves what is kept as it is; shown while a replacement is typed. */
  onKeep?: (() => void) | undefined;
  doubtful?: boolean | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

export function SecretInput(props: SecretInputProps) {
  const { control, kept, place, value, onChange, invalid, doubtful, testId, ref } = props;
  if (kept !== undefined) return <KeptSecret {...props} kept={kept} />;
  return (
    <TextInput
      {...control}
      aria-label={props.ariaLabel}
      ref={ref}
      type="password"
      mono
      data-testid={testId}
      value={value}
      onChange={onChange}
      invalid={invalid}
      doubtful={doubtful}
      after={
        <>
          {place !== undefined && (
            <span className={styles.place}>
              <KeyRound size={12} aria-hidden="true" />
              {place}
            </span>
          )}
          {props.onKeep && (
            <Button small kind="ghost" onClick={props.onKeep}>
              Keep the old one
            </Button>
          )}
        </>
      }
    />
  );
}

/** A secret that is kept: never shown, only replaced or forgotten. */
export function KeptSecret(props: KeptSecretProps) {
  const { control, what, kept, invalid, testId, onReplace, onForget } = props;
  return (
    <span className={classes(styles.box, invalid && styles.invalid)} data-testid={testId}>
      <span className={classes(styles.kept, "mono")} aria-hidden="true">
        ••••••••••••••••••••
      </span>
      <span className={styles.place}>
        <KeyRound size={12} aria-hidden="true" />
        {kept}
      </span>
      <Button
        small
        kind="ghost"
        id={control.id}
        aria-label={`Replace the ${what}, now ${kept}`}
        aria-describedby={control["aria-describedby"]}
        aria-invalid={invalid ? true : undefined}
        onClick={onReplace}
      >
        Replace
      </Button>
      <Button small kind="ghost" aria-label={`Forget the ${what}`} onClick={onForget}>
        Forget
      </Button>
    </span>
  );
}

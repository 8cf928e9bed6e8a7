// A secret of many lines, such as a key: pasted unseen or read from a file; one that is kept is never shown.
import { KeyRound } from "lucide-react";
import type { Ref } from "react";

import { Button } from "./Button";
import type { FieldControl } from "./Field";
import { LongText } from "./LongText";
import { KeptSecret } from "./SecretInput";
import styles from "./SecretText.module.css";

interface SecretTextProps {
  control: FieldControl;
  /** What it is, in the middle of a sentence. */
  what: string;
  /** Where the secret is kept now; undefined if a new one is given. */
  kept?: string | undefined;
  /** What will become of it, e.g. "goes to GNOME Keyring". */
  place?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  /** The file that the value was read from. */
  file: string;
  onFile: (file: File) => void;
  /** Endings of the files to choose from, e.g. ".pem,.key". */
  accept: string;
  onReplace?: (() => void) | undefined;
  onForget?: (() => void) | undefined;
  onKeep?: (() => void) | undefined;
  invalid?: boolean | undefined;
  doubtful?: boolean | undefined;
  testId: string;
  ref?: Ref<HTMLTextAreaElement> | undefined;
}

export function SecretText(props: SecretTextProps) {
  const { control, what, kept, place, value, onChange, file, invalid, doubtful, testId } = props;
  const { ref, accept, onFile, onReplace, onForget, onKeep } = props;
  if (kept !== undefined && onReplace && onForget) {
    return <KeptSecret {...{ control, what, kept, invalid, testId, onReplace, onForget }} />;
  }
  return (
    <LongText
      {...{ control, ref, value, onChange, file, onFile, accept, invalid, doubtful, testId }}
      fileLabel={`Choose a file with the ${what}`}
      className={styles.unseen}
    >
      {place !== undefined && (
        <span className={styles.place}>
          <KeyRound size={12} aria-hidden="true" />
          {place}
        </span>
      )}
      {onKeep && (
        <Button small kind="ghost" onClick={onKeep}>
          Keep the old one
        </Button>
      )}
    </LongText>
  );
}

// A text of many lines, such as a certificate or a key: pasted, or read from a file, which is named below it.
import type { ReactNode, Ref } from "react";

import { classes } from "./classes";
import type { FieldControl } from "./Field";
import { FileButton } from "./FileButton";
import styles from "./LongText.module.css";

interface LongTextProps {
  control: FieldControl;
  value: string;
  onChange: (value: string) => void;
  /** The file that the value was read from. */
  file: string;
  onFile: (file: File) => void;
  /** Names the button that chooses one. */
  fileLabel: string;
  /** Endings of the files to choose from, e.g. ".pem,.key". */
  accept: string;
  placeholder?: string | undefined;
  invalid?: boolean | undefined;
  doubtful?: boolean | undefined;
  className?: string | undefined;
  testId: string;
  ref?: Ref<HTMLTextAreaElement> | undefined;
  /** What stands beside the file. */
  children?: ReactNode;
}

export function LongText(props: LongTextProps) {
  const { control, value, onChange, file, onFile, fileLabel, accept, testId, ref } = props;
  const { placeholder, invalid, doubtful, className, children } = props;
  return (
    <>
      <textarea
        {...control}
        ref={ref}
        data-testid={testId}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        placeholder={placeholder}
        aria-invalid={invalid ? true : control["aria-invalid"]}
        className={classes(
          styles.text,
          "mono",
          invalid && styles.invalid,
          doubtful && styles.doubtful,
          className,
        )}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className={styles.foot}>
        <FileButton {...{ accept, testId, onFile }} label={fileLabel} />
        {value !== "" && file !== "" && <span className={styles.file}>{file}</span>}
        {children}
      </div>
    </>
  );
}

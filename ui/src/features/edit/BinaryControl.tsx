// Bytes in base64: typed, or of a file. Long ones are not drawn, only counted.
import { formatBytes } from "../../kit/format";
import { FileButton } from "../../kit/FileButton";
import { useToast } from "../../kit/Toast";
import type { ControlProps } from "./ControlBox";
import { controlAttributes } from "./ControlBox";
import styles from "./controls.module.css";
import { useDraftSession } from "./session";
import { set } from "./typed";
import { Box, TextControl } from "./TextControl";

/** Longer ones would make a field slow, and nobody reads them. */
const LONGEST = 4_000;

export function BinaryControl(props: ControlProps) {
  const { field } = props;
  const session = useDraftSession();
  const toast = useToast();
  const text = field.text ?? "";
  const onFile = (file: File) => {
    base64Of(file).then(
      (bytes) => {
        session.forget(field.path);
        session.edit([set(field.pointer, JSON.stringify(bytes))]);
      },
      () => toast({ title: `${file.name} cannot be read` }),
    );
  };
  const chooser = (
    <FileButton
      label={`Choose a file for ${field.name}`}
      accept="*/*"
      testId={`binary-${field.path}`}
      onFile={onFile}
    />
  );
  return (
    <span className={styles.stack}>
      {text.length > LONGEST ? (
        <Box field={field}>
          <span {...controlAttributes(props)} tabIndex={-1} className={styles.input}>
            {formatBytes(sizeOf(text))}, not drawn
          </span>
        </Box>
      ) : (
        <TextControl {...props} mono />
      )}
      <span className={styles.below}>
        {chooser}
        {text !== "" && <span className={styles.second}>{formatBytes(sizeOf(text))}</span>}
      </span>
    </span>
  );
}

/** How many bytes a base64 text stands for. */
export function sizeOf(text: string): number {
  const digits = text.replace(/[\s=]/g, "").length;
  return Math.floor((digits * 3) / 4);
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

const CHUNK = 8_192;

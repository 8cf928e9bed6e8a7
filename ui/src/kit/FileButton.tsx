// Chooses a file whose content goes into a field.
import { FileKey } from "lucide-react";
import { useRef } from "react";

import { Button } from "./Button";

interface FileButtonProps {
  label: string;
  accept: string;
  testId: string;
  onFile: (file: File) => void;
}

export function FileButton({ label, accept, testId, onFile }: FileButtonProps) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={accept}
        tabIndex={-1}
        data-testid={`${testId}-file`}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          // The same file can be chosen again after it was changed.
          event.target.value = "";
        }}
      />
      <Button
        small
        aria-label={label}
        icon={<FileKey size={14} aria-hidden="true" />}
        onClick={() => chooser.current?.click()}
      >
        Choose a file…
      </Button>
    </>
  );
}

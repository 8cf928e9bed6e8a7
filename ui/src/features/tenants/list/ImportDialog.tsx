// A file of tenants: chosen or pasted, looked at, and what is chosen of it is added.
import { Upload } from "lucide-react";
import type { ChangeEvent, ReactNode } from "react";
import { useEffect, useId, useRef, useState } from "react";

import { Button } from "../../../kit/Button";
import { Dialog } from "../../../kit/Dialog";
import { ErrorCard } from "../../../kit/ErrorCard";
import { ImportPreview, Remarks } from "./ImportPreview";
import styles from "./tenants.module.css";
import { useImport } from "./useImport";

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { read, chosen, choose, error, busy, look, take, startOver } = useImport(onClose);
  const [pasted, setPasted] = useState("");
  const count = chosen.size;
  return (
    <Dialog
      wide
      open
      onClose={onClose}
      icon={<Upload size={16} aria-hidden="true" />}
      title="Import tenants"
      testId="import-dialog"
      footer={
        <>
          {read && (
            <Button kind="ghost" onClick={startOver}>
              Another file
            </Button>
          )}
          <span className={styles.space} />
          <Button onClick={onClose}>Cancel</Button>
          {read ? (
            <Button
              key="import"
              kind="primary"
              busy={busy}
              disabled={busy || count === 0}
              // The second press of two was meant for the button that stood here before.
              onClick={(event) => {
                if (event.detail <= 1) take();
              }}
              data-testid="import-confirm"
            >
              {count === 1 ? "Import 1 tenant" : `Import ${count} tenants`}
            </Button>
          ) : (
            <Button
              key="look"
              kind="primary"
              busy={busy}
              disabled={busy || pasted.trim() === ""}
              onClick={() => look(pasted)}
              data-testid="import-look"
            >
              Look at it
            </Button>
          )}
        </>
      }
    >
      {read ? (
        <ReadFile>
          <Remarks remarks={read.remarks} />
          <ImportPreview tenants={read.tenants} chosen={chosen} onChoose={choose} />
        </ReadFile>
      ) : (
        <Source pasted={pasted} onPasted={setPasted} onFile={look} />
      )}
      {error && <ErrorCard error={error} />}
    </Dialog>
  );
}

/** What was read takes the focus: it is to be looked at before anything is pressed. */
function ReadFile({ children }: { children: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section ref={section} tabIndex={-1} aria-label="What the file holds" className={styles.looked}>
      {children}
    </section>
  );
}

interface SourceProps {
  pasted: string;
  onPasted: (text: string) => void;
  onFile: (text: Promise<string>) => void;
}

function Source({ pasted, onPasted, onFile }: SourceProps) {
  const id = useId();
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    // A little more than is read at most is enough to be told that it is too much.
    if (file) onFile(file.slice(0, MOST_BYTES).text());
  };
  return (
    <>
      <p>
        A file that <em>Export…</em> wrote. It is shown before anything is added; nothing that is
        here already changes, and no secret is taken from a file.
      </p>
      <label className={styles.choose} htmlFor={`${id}-file`}>
        <span>File</span>
        <input
          id={`${id}-file`}
          type="file"
          accept=".json,application/json"
          onChange={onChange}
          data-testid="import-file"
        />
      </label>
      <label className={styles.paste} htmlFor={`${id}-text`}>
        <span>or paste its text</span>
        <textarea
          id={`${id}-text`}
          rows={8}
          spellCheck={false}
          autoComplete="off"
          value={pasted}
          onChange={(event) => onPasted(event.target.value)}
          data-testid="import-text"
          className="mono"
        />
      </label>
    </>
  );
}

const MOST_BYTES = 1_000_100;

// A list of members as text: for those who have one that is not on the clipboard, or no mouse at hand.
import { useState } from "react";

import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Field } from "../../kit/Field";
import styles from "./pane.module.css";
import { entriesOf } from "./pasted";

interface PasteDialogProps {
  onClose: () => void;
  onTake: (text: string) => void;
}

export function PasteDialog({ onClose, onTake }: PasteDialogProps) {
  const [text, setText] = useState("");
  const count = entriesOf(text).length;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a list of members"
      testId="paste-dialog"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={count === 0} onClick={() => onTake(text)}>
            Look for {count === 1 ? "1 entry" : `${count} entries`}
          </Button>
        </>
      }
    >
      <Field
        label="Names or ids"
        hint="One a line, or separated by commas. Each has to be the whole name, user name or id of one resource; nothing is guessed."
      >
        {(control) => (
          <textarea
            {...control}
            rows={10}
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            className={styles.list}
          />
        )}
      </Field>
    </Dialog>
  );
}

// A secret: it is typed and never shown again. A generated one is shown once, here, and nowhere else.
import { Dices, X } from "lucide-react";
import { useState } from "react";

import { writeClipboard } from "../../host/call";
import { Button } from "../../kit/Button";
import { CopyButton } from "../../kit/CopyButton";
import { IconButton } from "../../kit/IconButton";
import type { ControlProps } from "./ControlBox";
import { controlAttributes, restoreOnEscape } from "./ControlBox";
import styles from "./controls.module.css";
import { generateSecret } from "./generate";
import { useDraftSession, useTypedField } from "./session";
import { set } from "./typed";
import { Box } from "./TextControl";

export function SecretControl(props: ControlProps) {
  const { field } = props;
  const session = useDraftSession();
  const { text, problem, onChange, onFocus, onBlur } = useTypedField(field);
  const [made, setMade] = useState<string>();
  // What was taken back is not sent: nobody is to copy it.
  const [state, setState] = useState(field.state);
  if (state !== field.state) {
    setState(field.state);
    if (state === "set") setMade(undefined);
  }
  const generate = () => {
    const secret = generateSecret();
    session.forget(field.path);
    session.edit([set(field.pointer, JSON.stringify(secret))]);
    setMade(secret);
  };
  return (
    <span className={styles.stack}>
      <Box field={field} problem={problem}>
        <input
          type="password"
          {...controlAttributes(props)}
          value={text}
          autoComplete="new-password"
          spellCheck={false}
          className={styles.input}
          onChange={(event) => {
            setMade(undefined);
            onChange(event.target.value);
          }}
          onFocus={onFocus}
          onBlur={onBlur}
          onKeyDown={restoreOnEscape(session, field)}
        />
        <span className={styles.flag}>{field.state === "set" ? "a new one" : "write-only"}</span>
        <Button
          small
          kind="ghost"
          className={styles.inside}
          icon={<Dices size={13} aria-hidden="true" />}
          onClick={generate}
        >
          Generate
        </Button>
      </Box>
      {made !== undefined && (
        <span className={styles.made} role="status" data-testid="generated-secret">
          <code>{made}</code>
          <CopyButton label="Copy the generated secret" copy={() => writeClipboard(made)} />
          <IconButton
            small
            label="Hide it"
            icon={<X size={13} aria-hidden="true" />}
            onClick={() => setMade(undefined)}
          />
          <span>Shown once. Scimscope does not keep it: copy it now.</span>
        </span>
      )}
    </span>
  );
}

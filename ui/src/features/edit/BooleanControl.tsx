// True, false, or not there: a switch, and a word that says which.
import type { ControlProps } from "./ControlBox";
import { controlAttributes, restoreOnEscape } from "./ControlBox";
import styles from "./controls.module.css";
import { useDraftSession } from "./session";
import { set } from "./typed";

export function BooleanControl(props: ControlProps) {
  const { field } = props;
  const session = useDraftSession();
  const isOn = field.text === "true";
  const isKnown = isOn || field.text === "false";
  return (
    <span className={styles.switchLine} data-changed={field.changed || undefined}>
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        {...controlAttributes(props)}
        data-unset={!isKnown || undefined}
        className={styles.switch}
        onKeyDown={restoreOnEscape(session, field)}
        onClick={() => session.edit([set(field.pointer, isOn ? "false" : "true")])}
      />
      <Word state={field.state} text={isKnown ? field.text : undefined} />
    </span>
  );
}

function Word({ state, text }: { state: string; text: string | undefined }) {
  if (text !== undefined) return <span>{text}</span>;
  if (state === "null") return <i className={styles.hollow}>null</i>;
  return <span className={styles.hollow}>not set</span>;
}

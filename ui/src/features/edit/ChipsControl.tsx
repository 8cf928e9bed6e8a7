// Several simple values in a line: each can be taken out, and one more typed behind them.
import { X } from "lucide-react";
import { useState } from "react";

import type { EditElement } from "../../host/generated/EditElement";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import type { ControlProps } from "./ControlBox";
import { controlAttributes, restoreOnEscape } from "./ControlBox";
import styles from "./controls.module.css";
import { useDraftSession, useLeaving, useTyped } from "./session";
import { read, remove } from "./typed";
import { Box } from "./TextControl";

/** Chips that are drawn at first. */
const MOST_CHIPS = 50;

export function ChipsControl(props: ControlProps) {
  const { field } = props;
  const session = useDraftSession();
  const list = field.list;
  const nextPath = `${field.path}[-]`;
  const next = useTyped(nextPath);
  useLeaving(nextPath);
  const [isWhole, setWhole] = useState(false);
  const elements = list?.elements ?? [];
  const shown = isWhole ? elements : elements.slice(0, MOST_CHIPS);
  const left = (list?.total ?? 0) - shown.length;
  const text = next?.text ?? "";
  const control = controlOfBlank(list?.blank ?? "");
  const valueOf = (typed: string) => read({ control, pointer: list?.next ?? "" }, typed);
  const add = () => {
    const made = valueOf(text);
    if (text === "" || "problem" in made) return;
    session.forget(nextPath);
    session.edit(made.edits);
  };
  return (
    <Box field={field} problem={next?.problem} tall>
      <span className={styles.chips}>
        {shown.map((element) => (
          <Chip key={element.index} element={element} />
        ))}
        {left > 0 &&
          (shown.length < elements.length ? (
            <Button small kind="ghost" onClick={() => setWhole(true)}>
              {formatNumber(left)} more
            </Button>
          ) : (
            <span className={styles.second}>{formatNumber(left)} more, see JSON</span>
          ))}
        <input
          type="text"
          {...controlAttributes(props)}
          aria-label={`Add a value to ${visibleText(field.name)}`}
          value={text}
          placeholder="add value"
          spellCheck={false}
          autoComplete="off"
          className={styles.chipInput}
          onChange={({ target }) => {
            if (target.value === "") session.forget(nextPath);
            else session.stage(nextPath, target.value, valueOf(target.value));
          }}
          onBlur={add}
          onKeyDown={(event) => {
            // It belongs to the letters that are being put together.
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
              event.preventDefault();
              add();
            } else if (event.key === "Backspace" && text === "" && list && list.total > 0) {
              const last = elements.at(-1);
              if (last && elements.length === list.total) session.edit([remove(last.pointer)]);
            } else restoreOnEscape(session, field)(event);
          }}
        />
      </span>
    </Box>
  );
}

function Chip({ element }: { element: EditElement }) {
  const session = useDraftSession();
  const text = element.fields[0]?.text ?? "";
  const name = text === "" ? '""' : text;
  return (
    <span className={styles.chip} data-changed={element.changed || undefined}>
      <UserText text={name} />
      <button
        type="button"
        aria-label={`Take out ${visibleText(name)}`}
        onClick={() => session.edit([remove(element.pointer)])}
      >
        <X size={11} aria-hidden="true" />
      </button>
    </span>
  );
}

/** What a new value is typed as, by what an empty one looks like. */
function controlOfBlank(blank: string): "text" | "json" {
  return blank.startsWith('"') ? "text" : "json";
}

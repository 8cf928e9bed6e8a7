// A value that neither side has, typed where both stand beside each other. It is a choice like any other: kept with the
// draft, and judged before it is sent.
import type { KeyboardEvent } from "react";
import { useRef, useState } from "react";

import type { CallError } from "../../host/call";
import type { Merge } from "../../host/generated/Merge";
import type { MergeChoice } from "../../host/generated/MergeChoice";
import type { MergeRow } from "../../host/generated/MergeRow";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Field, FieldRow } from "../../kit/Field";
import { Segmented } from "../../kit/Segmented";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { jsonOf } from "../edit/typed";
import { Violations } from "../edit/Violations";
import { firstText, violationsAt } from "./groups";
import styles from "./merge.module.css";

interface ThirdValueProps {
  row: MergeRow;
  merge: Merge;
  /** Why the backend did not take it. */
  failed: CallError | undefined;
  onTake: (choice: MergeChoice) => Promise<Merge | undefined>;
  onClose: () => void;
}

export function ThirdValue({ row, merge, failed, onTake, onClose }: ThirdValueProps) {
  const { path, control = "json", canonicalValues } = row;
  const [text, setText] = useState(firstText(row));
  const latest = useRef(text);
  const [problem, setProblem] = useState<string>();
  // What is said of a value is said of the one that was taken, not of the next one that is typed.
  const [taken, setTaken] = useState<string>();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const type = (next: string) => {
    latest.current = next;
    setText(next);
    setProblem(undefined);
  };
  const take = async () => {
    const read = jsonOf(control, text);
    if ("problem" in read) {
      setProblem(`${read.problem}. ${read.why}`.trim());
      return;
    }
    const { json } = read;
    const after = await onTake({ path, side: "typed", ...(json === undefined ? {} : { json }) });
    setTaken(text);
    const stops = after && violationsAt(after, path).some((it) => it.finding.severity === "error");
    // Who typed on meanwhile is not done yet.
    if (after && !stops && latest.current === text) onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    if (control === "json" && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    void take();
  };
  const isTaken = taken === text;
  const violations = isTaken && !failed ? violationsAt(merge, path) : [];
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      testId="third-value"
      title={
        <>
          Another value for <UserText text={path} />
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{violations.length > 0 ? "Close" : "Cancel"}</Button>
          <Button
            kind="primary"
            keys={control === "json" ? "Ctrl Enter" : "Enter"}
            onClick={() => void take()}
          >
            Take this value
          </Button>
        </>
      }
    >
      <Sides row={row} />
      {control === "boolean" ? (
        <FieldRow label="Value">
          <Segmented
            label="Value"
            value={text}
            segments={[
              { value: "true", label: "true" },
              { value: "false", label: "false" },
              { value: "", label: "no value" },
            ]}
            onChange={type}
          />
        </FieldRow>
      ) : (
        <Field
          label="Value"
          error={problem ?? (isTaken ? failed?.detail : undefined)}
          hint={hintFor(control)}
        >
          {(tied) =>
            control === "json" ? (
              <textarea
                {...tied}
                ref={input}
                rows={Math.max(4, Math.min(14, text.split("\n").length))}
                value={text}
                spellCheck={false}
                onChange={(event) => type(event.target.value)}
                onKeyDown={onKeyDown}
                className={styles.json}
              />
            ) : (
              <TextInput
                {...tied}
                ref={input}
                value={text}
                dir="auto"
                mono={control === "integer" || control === "decimal"}
                invalid={problem !== undefined}
                onChange={type}
                onKeyDown={onKeyDown}
              />
            )
          }
        </Field>
      )}
      <Suggested values={canonicalValues} onTake={type} />
      {violations.length > 0 && (
        <div role="alert" className={styles.unfit}>
          <p>
            It is chosen, and it does not fit. Type another one, or send it anyway from the draft.
          </p>
          <Violations plain violations={violations} />
        </div>
      )}
    </Dialog>
  );
}

/** What there is to choose from, so that it need not be remembered. */
function Sides({ row: { base, theirs, yours } }: { row: MergeRow }) {
  const sides = { base, theirs, yours };
  return (
    <dl className={styles.sides}>
      {Object.entries(sides).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === undefined ? <i>nothing</i> : <UserText text={value} />}</dd>
        </div>
      ))}
    </dl>
  );
}

function Suggested({
  values,
  onTake,
}: {
  values: readonly string[];
  onTake: (value: string) => void;
}) {
  if (values.length === 0) return null;
  return (
    <FieldRow label="Suggested">
      <div role="group" aria-label="Suggested by the schema" className={styles.suggested}>
        {values.map((value) => (
          <Button key={value} small onClick={() => onTake(value)}>
            <UserText text={value} />
          </Button>
        ))}
      </div>
    </FieldRow>
  );
}

function hintFor(control: string): string {
  if (control === "json") return "JSON. Empty: nothing will be there.";
  if (control === "dateTime") {
    return "A date and time with its zone, such as 2026-11-30T18:00:00Z. Empty: nothing will be there.";
  }
  return "Empty: nothing will be there.";
}

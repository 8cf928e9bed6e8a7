// Rows of names and values: more parameters of a token request, more claims of an assertion.
import { Plus, X } from "lucide-react";
import { useEffect, useId, useRef } from "react";

import { Button } from "../../kit/Button";
import { FieldMessage, FieldRow } from "../../kit/Field";
import { IconButton } from "../../kit/IconButton";
import { TextInput } from "../../kit/TextInput";
import type { ParameterInput } from "./signInInput";
import { nextId } from "./signInInput";
import styles from "../signin/signIn.module.css";

interface ParameterRowsProps {
  label: string;
  /** One of them, in the middle of a sentence. */
  one: string;
  rows: readonly ParameterInput[];
  onChange: (rows: ParameterInput[]) => void;
  error?: string | undefined;
  hint: string;
  testId: string;
}

export function ParameterRows(props: ParameterRowsProps) {
  const { label, one, rows, onChange, error, hint, testId } = props;
  const { list, add, remove } = useRowFocus(rows, onChange);
  const id = useId();
  const faultId = error === undefined ? undefined : id;
  const edit = (changed: ParameterInput) =>
    onChange(rows.map((it) => (it.id === changed.id ? changed : it)));
  return (
    <FieldRow label={label}>
      <div role="group" aria-label={label} ref={list} className={styles.rows}>
        {rows.map((row, place) => (
          <div key={row.id} className={styles.pair} data-row="">
            <TextInput
              mono
              aria-label={`Name of ${one} ${place + 1}`}
              placeholder="name"
              value={row.name}
              onChange={(name) => edit({ ...row, name })}
              invalid={error !== undefined}
              aria-describedby={faultId}
              data-testid={`${testId}-name`}
            />
            <TextInput
              mono
              aria-label={`Value of ${one} ${place + 1}`}
              placeholder="value"
              value={row.value}
              onChange={(value) => edit({ ...row, value })}
              data-testid={`${testId}-value`}
            />
            <IconButton
              label={`Remove ${one} ${row.name === "" ? place + 1 : row.name}`}
              icon={<X size={14} aria-hidden="true" />}
              onClick={() => remove(row.id)}
            />
          </div>
        ))}
        <div className={styles.addLine}>
          <Button
            small
            icon={<Plus size={14} aria-hidden="true" />}
            onClick={() => add({ id: nextId(rows), name: "", value: "" })}
            data-testid={`${testId}-add`}
            data-add=""
          >
            Add a {one}
          </Button>
          <span className={styles.help}>{hint}</span>
        </div>
        {error !== undefined && <FieldMessage id={faultId} error={error} />}
      </div>
    </FieldRow>
  );
}

/** Adding a row leads into it; removing one leads to the button that adds, so that the focus is never lost. */
export function useRowFocus<R extends { id: number }>(
  rows: readonly R[],
  onChange: (rows: R[]) => void,
) {
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<"row" | "add">(null);
  useEffect(() => {
    const next = wanted.current;
    wanted.current = null;
    if (next === "add") list.current?.querySelector<HTMLElement>("[data-add]")?.focus();
    if (next === "row") {
      const all = list.current?.querySelectorAll<HTMLElement>("[data-row]");
      all?.[all.length - 1]?.querySelector("input")?.focus();
    }
  }, [rows.length]);
  return {
    list,
    add: (row: R) => {
      wanted.current = "row";
      onChange([...rows, row]);
    },
    remove: (id: number) => {
      wanted.current = "add";
      onChange(rows.filter((it) => it.id !== id));
    },
  };
}

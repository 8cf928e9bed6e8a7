// A condition opened on its chip: its operator and its value, written back into the text.
import { type ReactNode, type RefObject, useRef, useState } from "react";

import type { ComparedValue } from "../../../host/generated/ComparedValue";
import type { FilterComparison } from "../../../host/generated/FilterComparison";
import { Button } from "../../../kit/Button";
import { Popover } from "../../../kit/Popover";
import { Select } from "../../../kit/Select";
import { TextInput } from "../../../kit/TextInput";
import { UserText } from "../../../kit/UserText";
import { conditionText, operatorWords } from "./clauseText";
import styles from "./filter.module.css";

interface ClausePopoverProps {
  comparison: FilterComparison;
  onChange: (condition: string) => void;
  /** The chip. */
  children: ReactNode;
}

export function ClausePopover({ comparison, onChange, children }: ClausePopoverProps) {
  const [open, setOpen] = useState(false);
  const value = useRef<HTMLInputElement>(null);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Change the condition"
      testId="filter-clause"
      className={styles.clause}
      initialFocus={value}
      trigger={
        <button type="button" className={styles.face}>
          {children}
        </button>
      }
    >
      <ClauseForm
        comparison={comparison}
        input={value}
        onDone={(condition) => {
          setOpen(false);
          if (condition !== undefined) onChange(condition);
        }}
      />
    </Popover>
  );
}

interface ClauseFormProps {
  comparison: FilterComparison;
  input: RefObject<HTMLInputElement | null>;
  onDone: (condition: string | undefined) => void;
}

function ClauseForm({ comparison, input, onDone }: ClauseFormProps) {
  const { path, dataType, operators, value } = comparison;
  const [operator, setOperator] = useState(comparison.operator);
  const [text, setText] = useState(value?.text ?? "");
  const offered = operators.includes(comparison.operator)
    ? operators
    : [comparison.operator, ...operators];
  const written = valueOf(text, value, dataType);
  const submit = () => {
    const condition = conditionText(comparison, operator, written);
    onDone(
      condition === conditionText(comparison, comparison.operator, value) ? undefined : condition,
    );
  };
  return (
    <form
      className={styles.clauseForm}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <UserText text={path} breaks className={styles.clausePath} />
      <div className={styles.clauseRow}>
        <Select
          label="Operator"
          value={operator}
          options={offered.map((it) => ({ value: it, label: operatorWords(it, dataType) }))}
          onChange={setOperator}
          testId="filter-clause-operator"
        />
        {operator !== "pr" && (
          <TextInput
            ref={input}
            aria-label="Value"
            data-testid="filter-clause-value"
            mono
            value={text}
            onChange={setText}
          />
        )}
      </div>
      <div className={styles.clauseFoot}>
        <Button small onClick={() => onDone(undefined)}>
          Cancel
        </Button>
        <Button small kind="primary" type="submit">
          Apply
        </Button>
      </div>
    </form>
  );
}

const LITERAL = /^(true|false|null|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/;
const LITERAL_TYPES = new Set(["boolean", "integer", "decimal"]);

/** What is typed is of the kind that it was before, or that the attribute's type asks for. */
function valueOf(
  text: string,
  before: ComparedValue | undefined,
  dataType: string | undefined,
): ComparedValue {
  const wantsLiteral = before ? before.kind === "literal" : LITERAL_TYPES.has(dataType ?? "");
  return { kind: wantsLiteral && LITERAL.test(text.trim()) ? "literal" : "text", text };
}

// The values of a multi-valued attribute, one a row: its type, the value, which is the primary one, and the rest on demand.
import { ChevronDown, ChevronRight, Trash2 } from "lucide-react";
import { memo, useId, useState } from "react";

import type { EditElement } from "../../host/generated/EditElement";
import type { EditField } from "../../host/generated/EditField";
import { IconButton } from "../../kit/IconButton";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { hollow } from "./ControlBox";
import { Control, FormField } from "./FormField";
import styles from "./form.module.css";
import { useDraftSession } from "./session";
import { remove } from "./typed";
import { FieldSaid, useSaid, Violations } from "./Violations";

interface ValueRowProps {
  element: EditElement;
  /** The path of the list. */
  path: string;
  hasPrimary: boolean;
  isLocked: boolean;
  /** Of one height: what is wrong stands in the opened part. */
  single?: boolean | undefined;
}

/** Drawn again only when the backend says something else of it. */
export const ValueRow = memo(function ValueRow(props: ValueRowProps) {
  const { element, path, hasPrimary, isLocked, single } = props;
  const { type, main, rest } = arranged(element.fields);
  const [isOpen, setOpen] = useState(main === undefined && !single);
  const name = `${path}[${element.index}]`;
  return (
    <div
      className={styles.valueBlock}
      data-testid="value-row"
      data-pointer={element.pointer}
      data-changed={element.changed || undefined}
    >
      <div className={styles.valueRow}>
        {type ? <Cell field={type} name={name} /> : <span />}
        {main ? (
          <Cell field={main} name={name} />
        ) : (
          <span className={styles.summary}>
            <UserText text={summaryOf(element.fields)} />
          </span>
        )}
        {hasPrimary ? (
          <PrimaryRadio element={element} name={name} path={path} isLocked={isLocked} />
        ) : (
          <span />
        )}
        {rest.length > 0 ? (
          <button
            type="button"
            className={styles.rest}
            aria-expanded={isOpen}
            aria-label={`More of ${visibleText(name)}`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? (
              <ChevronDown size={12} aria-hidden="true" />
            ) : (
              <ChevronRight size={12} aria-hidden="true" />
            )}
            <Rest fields={rest} />
          </button>
        ) : (
          <span />
        )}
        {isLocked ? <span /> : <DeleteButton element={element} name={name} path={path} />}
      </div>
      {!single && (
        <>
          {main && <CellSaid field={main} />}
          {type && <CellSaid field={type} />}
          <Violations violations={element.violations} />
        </>
      )}
      {isOpen && (
        <div className={styles.grid} data-inner="">
          {rest.map((field) => (
            <FormField key={field.path} field={field} />
          ))}
        </div>
      )}
    </div>
  );
});

function arranged(fields: readonly EditField[]) {
  const type = fields.find(({ name }) => name === "type");
  const main = fields.find(({ name }) => name === "value");
  const rest = fields.filter((it) => it !== type && it !== main);
  return { type, main, rest };
}

/** What a value without a main attribute is about. */
function summaryOf(fields: readonly EditField[]): string {
  return fields
    .flatMap(({ name, text }) => (name === "type" || text === undefined ? [] : [text]))
    .slice(0, 3)
    .join(", ");
}

function Rest({ fields }: { fields: readonly EditField[] }) {
  const display = fields.find(({ name }) => name === "display");
  if (!display) return <span>{fields.length} more</span>;
  const text = display.text ?? hollow(display);
  return (
    <span className={styles.cut}>
      display {text === "" ? "" : text === "null" ? <i>null</i> : <UserText text={text} />}
    </span>
  );
}

function Cell({ field, name }: { field: EditField; name: string }) {
  const id = useId();
  const hasSaid = useSaid(field);
  return (
    <Control
      field={field}
      id={id}
      label={`${visibleText(name)}.${visibleText(field.name)}`}
      describedBy={hasSaid ? saidId(field) : undefined}
    />
  );
}

function CellSaid({ field }: { field: EditField }) {
  return <FieldSaid id={saidId(field)} field={field} />;
}

function saidId(field: EditField): string {
  return `said-${field.pointer}`;
}

interface RowPartProps {
  element: EditElement;
  name: string;
  path: string;
}

function PrimaryRadio({ element, name, path, isLocked }: RowPartProps & { isLocked: boolean }) {
  const session = useDraftSession();
  const change = (primary: boolean) =>
    session.edit([{ kind: "primary", pointer: element.pointer, primary }]);
  return (
    <label className={styles.primary}>
      <input
        type="radio"
        name={`primary of ${path}`}
        checked={element.primary}
        disabled={isLocked}
        aria-label={`${visibleText(name)} is primary`}
        onChange={() => change(true)}
        onClick={() => element.primary && change(false)}
      />
      <span aria-hidden="true">primary</span>
    </label>
  );
}

function DeleteButton({ element, name, path }: RowPartProps) {
  const session = useDraftSession();
  return (
    <IconButton
      small
      label={`Delete ${visibleText(name)}`}
      icon={<Trash2 size={13} aria-hidden="true" />}
      onClick={() => {
        // What is typed below goes first; the places of those behind are other ones then.
        session.edit([remove(element.pointer)]);
        session.forget(path);
      }}
    />
  );
}

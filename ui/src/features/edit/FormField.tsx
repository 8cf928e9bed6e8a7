// One attribute of the form: its name as in the schema, its control, and what is wrong with it.
import { Lock as LockIcon } from "lucide-react";
import { memo, useId } from "react";

import type { EditField } from "../../host/generated/EditField";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { hintLines } from "../../kit/visible";
import { formatNumber } from "../../kit/format";
import { BinaryControl } from "./BinaryControl";
import { BooleanControl } from "./BooleanControl";
import { ChipsControl } from "./ChipsControl";
import type { ControlProps } from "./ControlBox";
import { controlAttributes, hollow } from "./ControlBox";
import controls from "./controls.module.css";
import { DateTimeControl } from "./DateTimeControl";
import { FieldMenu } from "./FieldMenu";
import styles from "./form.module.css";
import { JsonControl } from "./JsonControl";
import { ReferenceControl } from "./ReferenceControl";
import { SecretControl } from "./SecretControl";
import { TextControl } from "./TextControl";
import { FieldSaid, useSaid } from "./Violations";

/** Drawn again only when the backend says something else of it. */
export const FormField = memo(function FormField({ field }: { field: EditField }) {
  const id = useId();
  const hasSaid = useSaid(field);
  const isLocked = field.lock !== undefined;
  return (
    <div
      className={styles.field}
      data-testid="edit-field"
      data-field={field.path}
      data-changed={field.changed || undefined}
    >
      <label htmlFor={id} className={styles.label} title={hintOf(field)}>
        <UserText text={field.name} className={styles.cut} />
        {field.required && (
          <span className={styles.required} title="required" aria-hidden="true">
            *
          </span>
        )}
      </label>
      <div className={styles.control}>
        <div className={styles.controlLine}>
          <Control field={field} id={id} describedBy={hasSaid ? `${id}-said` : undefined} />
          {!isLocked && <FieldMenu field={field} />}
        </div>
        {field.unknown && <Tag tone="warn">not in the schema</Tag>}
        <FieldSaid id={`${id}-said`} field={field} />
      </div>
    </div>
  );
});

export function hintOf({ path, mutability, returned, required, description }: EditField): string {
  const facts = [mutability, `returned: ${returned}`, required && "required"];
  return hintLines(path, facts.filter(Boolean).join(", "), description);
}

/** What a field is edited with. Objects and lists of objects are no line: they are drawn where they stand. */
export function Control(props: ControlProps) {
  const { field } = props;
  if (field.lock !== undefined) return <LockedControl {...props} />;
  switch (field.control) {
    case "boolean":
      return <BooleanControl {...props} />;
    case "dateTime":
      return <DateTimeControl {...props} />;
    case "binary":
      return <BinaryControl {...props} />;
    case "reference":
      return <ReferenceControl {...props} />;
    case "secret":
      return <SecretControl {...props} />;
    case "json":
      return <JsonControl {...props} />;
    case "list":
      return <ChipsControl {...props} />;
    case "text":
    case "integer":
    case "decimal":
    case "uri":
    case "complex":
      return <TextControl {...props} />;
  }
}

const REASONS = { readOnly: "read-only", immutableSet: "immutable, already set" } as const;

/** A value that cannot be edited, and why. */
function LockedControl(props: ControlProps) {
  const { field } = props;
  const text = field.display ?? lockedText(field);
  return (
    // A group takes a name and a place in the order of the keys, which plain text does not.
    <span
      role="group"
      {...controlAttributes(props)}
      aria-required={undefined}
      aria-label={`${field.name}, ${field.lock === undefined ? "" : REASONS[field.lock]}`}
      tabIndex={-1}
      className={controls.locked}
    >
      <span className={controls.lockedText}>
        {text === "" ? (
          <i className={controls.hollow}>{hollow(field)}</i>
        ) : (
          <UserText text={text} />
        )}
      </span>
      <span className={controls.flag}>{field.lock !== undefined && REASONS[field.lock]}</span>
      <LockIcon size={12} aria-hidden="true" />
    </span>
  );
}

function lockedText(field: EditField): string {
  if (field.list) {
    const { total } = field.list;
    return `${formatNumber(total)} ${total === 1 ? "value" : "values"}`;
  }
  return field.text ?? "";
}

// One attribute of the form: its name as in the schema, its value, and what is wrong with it.
import { Lock } from "lucide-react";

import type { Field } from "../../host/generated/Field";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import { Prose } from "../../kit/Prose";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { hintLines } from "../../kit/visible";
import { FieldValueView } from "./FieldValueView";
import { SeverityIcon } from "../finding/FindingList";
import styles from "./resource.module.css";

interface FieldRowProps {
  field: Field;
  name?: ReferenceName | undefined;
  opens: "directory" | "resource";
  /** One line only, for lists of rows of one height. */
  single?: boolean | undefined;
}

function hintOf({ path, mutability, returned, required, description }: Field): string {
  const facts = [mutability, returned && `returned: ${returned}`, required && "required"];
  return hintLines(path, facts.filter(Boolean).join(", "), description);
}

export function FieldRow({ field, name, opens, single }: FieldRowProps) {
  // A row on its own is in no list of descriptions.
  const [Name, Value] = single ? (["div", "div"] as const) : (["dt", "dd"] as const);
  return (
    <div
      className={styles.field}
      data-testid="field-row"
      data-path={field.path}
      data-single={single}
    >
      <Name className={styles.name} title={hintOf(field)}>
        <UserText text={field.name} className={styles.cut} />
        {field.mutability === "writeOnly" && (
          <Lock size={11} role="img" aria-label="write-only" className={styles.lock} />
        )}
      </Name>
      <Value className={styles.value}>
        <div className={styles.shown} data-testid="field-value" data-kind={field.value.kind}>
          <FieldValueView value={field.value} name={name} opens={opens} />
        </div>
        {field.unknown && <Tag tone="warn">not in the schema</Tag>}
        {single && field.findings[0] && (
          <span
            className={styles.singleFinding}
            title={hintLines(...field.findings.map(({ message }) => message))}
          >
            <SeverityIcon severity={field.findings[0].severity} />
          </span>
        )}
        {!single &&
          field.findings.map((finding, place) => (
            <p key={place} className={styles.finding}>
              <SeverityIcon severity={finding.severity} />
              <span>
                <Prose text={finding.message} />{" "}
                <span className={styles.section}>{finding.section}</span>
              </span>
            </p>
          ))}
      </Value>
    </div>
  );
}

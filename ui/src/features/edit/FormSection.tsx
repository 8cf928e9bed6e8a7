// A section of the form: the simple attributes of a schema, one complex or multi-valued attribute, an extension.
import { Plus, X } from "lucide-react";
import { Fragment, memo, type ReactNode } from "react";

import type { EditField } from "../../host/generated/EditField";
import type { EditSection } from "../../host/generated/EditSection";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { IconButton } from "../../kit/IconButton";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { FieldMenu } from "./FieldMenu";
import styles from "./form.module.css";
import { FormField, hintOf } from "./FormField";
import { LongList } from "./LongList";
import { useDraftSession } from "./session";
import { remove, set } from "./typed";
import { ValueRow } from "./ValueRows";
import { Violations } from "./Violations";
import { schemaWord, singular } from "./words";

/** Drawn again only when the backend says something else of it, or other fields of it are looked for. */
export const FormSection = memo(function FormSection({ section }: { section: EditSection }) {
  const { kind, title, fields } = section;
  const [only] = fields;
  if ((kind === "complex" || kind === "multiValued") && only) {
    return <AttributeSection field={only} title={title} />;
  }
  return (
    <section aria-label={visibleText(title)} className={styles.section}>
      <Heading title={title} detail={detailOf(section)}>
        {section.custom && <Tag tone="line">custom</Tag>}
        {kind === "extension" && !section.required && <RemoveExtension section={section} />}
      </Heading>
      <Fields fields={fields} />
    </section>
  );
});

function detailOf({ kind, schema }: EditSection): string {
  if (kind === "server") return "readOnly";
  return schema === undefined ? "" : schemaWord(schema);
}

/** Simple ones in two columns; what is an object or a list of objects has the whole width. */
function Fields({ fields }: { fields: readonly EditField[] }) {
  const runs: (EditField | EditField[])[] = [];
  for (const field of fields) {
    const last = runs.at(-1);
    if (isWide(field)) runs.push(field);
    else if (Array.isArray(last)) last.push(field);
    else runs.push([field]);
  }
  return runs.map((run, at) => (
    <Fragment key={at}>
      {Array.isArray(run) ? (
        <div className={styles.grid}>
          {run.map((field) => (
            <FormField key={field.path} field={field} />
          ))}
        </div>
      ) : (
        <AttributeSection field={run} title={run.name} inner />
      )}
    </Fragment>
  ));
}

function isWide({ control, list, lock }: EditField): boolean {
  if (control === "complex") return true;
  return control === "list" && lock === undefined && list?.simple === false;
}

interface AttributeSectionProps {
  field: EditField;
  title: string;
  /** Within another section. */
  inner?: boolean | undefined;
}

function AttributeSection({ field, title, inner }: AttributeSectionProps) {
  const { list } = field;
  return (
    <section
      aria-label={visibleText(title)}
      className={styles.section}
      data-inner={inner}
      data-field={field.path}
    >
      <Heading title={title} detail={shapeOf(field)} hint={hintOf(field)} required={field.required}>
        {list && !field.lock && !list.simple && <AddValue field={field} />}
        {!field.lock && <FieldMenu field={field} />}
      </Heading>
      <Violations violations={field.violations} />
      {list && !list.simple ? (
        <Values field={field} />
      ) : list ? (
        <div className={styles.grid}>
          <FormField field={field} />
        </div>
      ) : (
        <Fields fields={field.fields} />
      )}
    </section>
  );
}

function shapeOf({ list, state }: EditField): string {
  if (state === "null") return "null";
  if (!list) return "complex, single";
  const shape = list.hasPrimary ? "multi-valued, one primary" : "multi-valued";
  return list.total > MOST_PLAIN ? `${shape}, ${formatNumber(list.total)} values` : shape;
}

/** Beyond this, rows are of one height and only those in view are drawn. */
const MOST_PLAIN = 40;

function Values({ field }: { field: EditField }) {
  const { list, lock } = field;
  if (!list) return null;
  if (list.total > MOST_PLAIN || list.total > list.elements.length)
    return <LongList field={field} />;
  return list.elements.map((element) => (
    <ValueRow
      key={element.index}
      element={element}
      path={field.path}
      hasPrimary={list.hasPrimary}
      isLocked={lock !== undefined}
    />
  ));
}

function AddValue({ field }: { field: EditField }) {
  const session = useDraftSession();
  const { list } = field;
  if (!list) return null;
  return (
    <Button
      small
      kind="ghost"
      icon={<Plus size={13} aria-hidden="true" />}
      onClick={() => {
        session.edit([set(list.next, list.blank)]);
        session.goal.write({ pointer: `${field.pointer}/${list.total}` });
      }}
    >
      Add <UserText text={singular(field.name)} />
    </Button>
  );
}

function RemoveExtension({ section }: { section: EditSection }) {
  const session = useDraftSession();
  return (
    <IconButton
      small
      label={`Remove the extension ${visibleText(section.title)}`}
      icon={<X size={13} aria-hidden="true" />}
      onClick={() => {
        session.edit([remove(section.pointer)]);
        for (const { path } of section.fields) session.forget(path);
      }}
    />
  );
}

interface HeadingProps {
  title: string;
  detail: string;
  hint?: string | undefined;
  required?: boolean | undefined;
  children?: ReactNode;
}

function Heading({ title, detail, hint, required, children }: HeadingProps) {
  return (
    <div className={styles.heading}>
      <h3 title={hint}>
        <UserText text={title} />
        {required && (
          <span className={styles.required} title="required">
            {" "}
            *
          </span>
        )}
      </h3>
      <UserText text={detail} className={styles.detail} />
      <span className={styles.hairline} />
      {children}
    </div>
  );
}

// A section of the form: a heading with a hairline, then its attributes.
import type { Field } from "../../host/generated/Field";
import type { Section } from "../../host/generated/Section";
import { visibleText } from "../../kit/visible";
import type { ResourceId } from "./api";
import { FieldRow } from "./FieldRow";
import { LookUpNames } from "./LookUpNames";
import { useReferenceNames } from "./names";
import { referencesOf, targetOf } from "./references";
import styles from "./resource.module.css";
import { SectionHeading } from "./SectionHeading";
import { ValuesList } from "./ValuesList";

export interface SectionViewProps {
  which: ResourceId;
  section: Section;
  opens: "directory" | "resource";
}

function ShortSection({ which, section, opens }: SectionViewProps) {
  const asked = referencesOf(section.fields);
  const names = useReferenceNames(which.tenantId, asked);
  const nameOf = ({ value }: Field) => {
    if (value.kind !== "reference") return undefined;
    return names.names[asked.findIndex((it) => it.value === targetOf(value))];
  };
  return (
    <section aria-label={visibleText(section.title)} className={styles.sectionBlock}>
      <SectionHeading section={section}>
        <LookUpNames names={names} />
      </SectionHeading>
      <dl>
        {section.fields.map((field, place) => (
          <FieldRow key={place} field={field} name={nameOf(field)} opens={opens} />
        ))}
      </dl>
    </section>
  );
}

/** A section; one with more values than came with the resource reads the others as they come into view. */
export function SectionView(props: SectionViewProps) {
  const { section } = props;
  const shown = new Set(section.fields.map(({ path }) => /\[(\d+)\]/.exec(path)?.[1] ?? path)).size;
  const isLong = section.path !== undefined && (section.total ?? 0) > shown;
  return isLong ? <ValuesList {...props} path={section.path ?? ""} /> : <ShortSection {...props} />;
}

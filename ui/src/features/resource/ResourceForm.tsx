// A resource by its schemas: sections of attributes, read only.
import type { Resource } from "../../host/generated/Resource";
import { formatNumber } from "../../kit/format";
import type { ResourceId } from "./api";
import { SeverityIcon } from "../finding/FindingList";
import styles from "./resource.module.css";
import { SectionView } from "./SectionView";

interface ResourceFormProps {
  which: ResourceId;
  resource: Resource;
  opens: "directory" | "resource";
  /** Two columns where there is room. */
  wide?: boolean | undefined;
  /** Shows the findings beside the text. */
  onFindings: () => void;
}

export function ResourceForm({ which, resource, opens, wide, onFindings }: ResourceFormProps) {
  const { findings } = resource;
  const worst = findings.some((it) => it.severity === "error") ? "error" : "warning";
  const known = { ...which, id: resource.identity.id ?? which.id };
  return (
    <div className={styles.form} data-wide={wide} data-testid="resource-form">
      <div className={styles.sections}>
        {findings.length > 0 && (
          <button type="button" className={styles.findingsLine} onClick={onFindings}>
            <SeverityIcon severity={worst} />
            {findings.length === 1 ? "1 finding" : `${formatNumber(findings.length)} findings`},
            shown in JSON
          </button>
        )}
        {resource.sections
          .filter(({ fields }) => fields.length > 0)
          .map((section, place) => (
            <SectionView
              key={`${place} ${section.title}`}
              which={known}
              section={section}
              opens={opens}
            />
          ))}
      </div>
    </div>
  );
}

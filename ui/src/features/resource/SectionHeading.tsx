// The heading of a section: its title, a hairline, what can be done, how many values or which extension.
import type { ReactNode } from "react";

import type { Section } from "../../host/generated/Section";
import { formatNumber } from "../../kit/format";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import styles from "./resource.module.css";
import { shortUrn } from "../../kit/urn";

export function SectionHeading({ section, children }: { section: Section; children?: ReactNode }) {
  return (
    <div className={styles.heading}>
      <h3>
        <UserText text={section.title} />
      </h3>
      <span className={styles.hairline} />
      {children}
      {section.total !== undefined && (
        <span className={styles.total}>{formatNumber(section.total)}</span>
      )}
      {section.schema !== undefined && section.total === undefined && (
        <span title={visibleText(section.schema)}>
          <Tag tone="line">
            <UserText text={shortUrn(section.schema)} />
          </Tag>
        </span>
      )}
    </div>
  );
}

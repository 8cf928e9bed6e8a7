// A reference as one reads it: its name, a press that leads to its target, or the words that it leads nowhere.
import { writeClipboard } from "../../host/call";
import type { Reference } from "../../host/generated/Reference";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import { CopyButton } from "../../kit/CopyButton";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { hintLines, visibleText } from "../../kit/visible";
import { useNavigate } from "../../state/navigation";
import { factsOf, targetOf, titleOf } from "./references";
import styles from "./resource.module.css";

interface ReferenceLinkProps {
  reference: Reference;
  /** What is known of the target. */
  name: ReferenceName | undefined;
  /** Where a followed reference opens. */
  opens: "directory" | "resource";
}

export function ReferenceLink({ reference, name, opens }: ReferenceLinkProps) {
  const navigate = useNavigate();
  const known = name?.kind === "known" ? name.title : undefined;
  const title = titleOf(reference, known);
  const resourceType = name?.kind === "known" ? name.resourceType : reference.resourceType;
  const id = targetOf(reference);
  const label = <UserText text={title ?? reference.value} />;
  const hint = hintLines(...factsOf(reference, known));
  const className = title === undefined || title === reference.value ? styles.id : undefined;
  if (id === undefined) {
    return (
      <span className={styles.reference} title={hint}>
        <span className={styles.cut}>{label}</span>
        <CopyButton
          label="Copy URI"
          copy={() => writeClipboard(reference.uri ?? reference.value)}
        />
        <Tag>outside</Tag>
      </span>
    );
  }
  const dangling = name?.kind === "dangling";
  const follow = () => {
    if (resourceType !== undefined) navigate.open({ screen: opens, resourceType, id });
  };
  return (
    <span className={styles.reference} title={hint}>
      {resourceType === undefined || dangling ? (
        <span className={styles.cut}>{label}</span>
      ) : (
        <button
          type="button"
          role="link"
          data-testid="reference-link"
          data-id={id}
          className={`${styles.link ?? ""} ${className ?? ""}`}
          onClick={follow}
        >
          {label}
        </button>
      )}
      {dangling && <Tag tone="warn">not found</Tag>}
      {name?.kind === "failed" && (
        <span className={styles.failed} title={visibleText(name.reason)}>
          could not be looked up
        </span>
      )}
    </span>
  );
}

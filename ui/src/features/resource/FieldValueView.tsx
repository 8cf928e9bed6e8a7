// A value of the form: what the server sent, and the difference between null, empty and never returned.
import type { FieldValue } from "../../host/generated/FieldValue";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import { formatAgo, formatBytes, formatNumber } from "../../kit/format";
import { exactTime } from "../../kit/grid/when";
import { Tag } from "../../kit/Tag";
import { useNow } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { ReferenceLink } from "./ReferenceLink";
import styles from "./resource.module.css";

interface FieldValueViewProps {
  value: FieldValue;
  /** What is known of the target, for a reference. */
  name?: ReferenceName | undefined;
  opens: "directory" | "resource";
}

/** Values drawn before "+N". */
const MOST_TAGS = 20;
/** Text drawn before it is cut; the JSON has all of it. */
const LONGEST = 4_000;
/** The same for bytes, of which nobody reads more. */
const LONGEST_BINARY = 60;

function DateTime({ text }: { text: string }) {
  const now = useNow();
  return (
    <time dateTime={text} title={formatAgo(text, now)} className={styles.number}>
      <UserText text={exactTime(text)} />
    </time>
  );
}

function LongText({ text }: { text: string }) {
  if (text.length <= LONGEST) return <UserText breaks text={text} />;
  return (
    <>
      <UserText text={text.slice(0, LONGEST)} />
      <LeftOut count={text.length - LONGEST} />
    </>
  );
}

/** Says that a value goes on, and where it stands as a whole. */
function LeftOut({ count }: { count: number }) {
  if (count <= 0) return null;
  return (
    <span className={styles.more} data-testid="left-out">
      {" "}
      and {formatNumber(count)} more {count === 1 ? "character" : "characters"}, see JSON
    </span>
  );
}

export function FieldValueView({ value, name, opens }: FieldValueViewProps) {
  switch (value.kind) {
    case "null":
      return <i className={styles.null}>null</i>;
    case "empty":
      return <span className={styles.empty}>&quot;&quot;</span>;
    case "neverReturned":
      return <span className={styles.never}>never returned</span>;
    case "boolean":
      return String(value.value);
    case "number":
      return <UserText text={value.text} className={styles.number} />;
    case "dateTime":
      return <DateTime text={value.text} />;
    case "text":
      return <LongText text={value.text} />;
    case "binary":
      return (
        <>
          <span className={styles.binary}>
            <UserText text={value.text.slice(0, LONGEST_BINARY)} />
          </span>
          <LeftOut count={value.text.length - LONGEST_BINARY} />
          {value.sizeBytes !== undefined && <Tag>{formatBytes(value.sizeBytes)}</Tag>}
        </>
      );
    case "reference":
      return <ReferenceLink reference={value} name={name} opens={opens} />;
    case "values":
      return <SimpleValues values={value.values} opens={opens} />;
    case "json":
      return (
        <pre className={styles.json}>
          <UserText lines text={value.text.slice(0, LONGEST)} />
          <LeftOut count={value.text.length - LONGEST} />
        </pre>
      );
  }
}

function SimpleValues({
  values,
  opens,
}: {
  values: readonly FieldValue[];
  opens: "directory" | "resource";
}) {
  if (values.length === 0) return <i className={styles.null}>none</i>;
  return (
    <span className={styles.values}>
      {values.slice(0, MOST_TAGS).map((value, place) => (
        <Tag key={place} className={styles.valueTag}>
          <span data-testid="one-value" data-kind={value.kind}>
            <FieldValueView value={value} opens={opens} />
          </span>
        </Tag>
      ))}
      {values.length > MOST_TAGS && (
        <span className={styles.more} data-testid="left-out">
          +{values.length - MOST_TAGS}, see JSON
        </span>
      )}
    </span>
  );
}

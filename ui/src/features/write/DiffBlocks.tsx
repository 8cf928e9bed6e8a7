// What changes, attribute by attribute: its path, what was there with a minus, what will be there with a plus.
import { UserText } from "../../kit/UserText";
import { CappedList } from "./CappedList";
import styles from "./diff.module.css";
import { DiffLines } from "./DiffLines";

export interface AttributeDiff {
  path: string;
  /** What is done: "replace". */
  op?: string | undefined;
  before?: string | undefined;
  after?: string | undefined;
  /** It is a secret, and in neither. */
  secret?: boolean | undefined;
  /** Why it is not sent like the others. */
  leftOut?: string | undefined;
}

interface DiffBlocksProps {
  changes: readonly AttributeDiff[];
  label: string;
}

/** Attributes that are drawn before somebody asks for the others. */
const CAP = 25;

export function DiffBlocks({ changes, label }: DiffBlocksProps) {
  return (
    <CappedList
      items={changes}
      cap={CAP}
      label={label}
      what="changes"
      className={styles.blocks}
      testId="diff"
    >
      {(change) => <DiffBlock change={change} />}
    </CappedList>
  );
}

function DiffBlock({ change }: { change: AttributeDiff }) {
  const { path, op, before, after, secret, leftOut } = change;
  return (
    <>
      <p className={styles.path}>
        <UserText breaks text={path} className={styles.name} />
        {op !== undefined && <span className={styles.op}>{op}</span>}
      </p>
      <DiffLines before={before} after={after} />
      {secret && <p className={styles.remark}>A secret: its value is sent, and never shown.</p>}
      {leftOut !== undefined && (
        <p className={styles.remark}>
          <UserText text={leftOut} />
        </p>
      )}
    </>
  );
}

// What changes, attribute by attribute: its path, what was there with a minus, what will be there with a plus.
import { UserText } from "../../kit/UserText";
import { CappedList } from "./CappedList";
import styles from "./diff.module.css";
import { type DiffPart, wordDiff } from "./wordDiff";

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
  const marked = before !== undefined && after !== undefined ? wordDiff(before, after) : undefined;
  return (
    <>
      <p className={styles.path}>
        <UserText text={path} className={styles.name} />
        {op !== undefined && <span className={styles.op}>{op}</span>}
      </p>
      {before !== undefined && <Line gone parts={marked?.before ?? whole(before)} />}
      {after !== undefined && <Line parts={marked?.after ?? whole(after)} />}
      {secret && <p className={styles.remark}>A secret: its value is sent, and never shown.</p>}
      {leftOut !== undefined && (
        <p className={styles.remark}>
          <UserText text={leftOut} />
        </p>
      )}
    </>
  );
}

function whole(text: string): DiffPart[] {
  return [{ text, changed: text !== "" }];
}

function Line({ parts, gone }: { parts: readonly DiffPart[]; gone?: boolean }) {
  const Kind = gone ? "del" : "ins";
  const isEmpty = parts.every(({ text }) => text === "");
  return (
    <Kind className={gone ? styles.gone : styles.come}>
      <span aria-hidden="true">{gone ? "-" : "+"}</span>
      <span className={styles.value}>
        {isEmpty
          ? '""'
          : parts.map(({ text, changed }, at) =>
              changed ? (
                <b key={at}>
                  <UserText lines text={text} />
                </b>
              ) : (
                <UserText key={at} lines text={text} />
              ),
            )}
      </span>
    </Kind>
  );
}

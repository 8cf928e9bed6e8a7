// One value before and after: a line with a minus, a line with a plus, and the words that differ marked in both.
import { UserText } from "../../kit/UserText";
import styles from "./diffLines.module.css";
import { type DiffPart, wordDiff } from "./wordDiff";

interface DiffLinesProps {
  before: string | undefined;
  after: string | undefined;
}

export function DiffLines({ before, after }: DiffLinesProps) {
  const marked = before !== undefined && after !== undefined ? wordDiff(before, after) : undefined;
  return (
    <>
      {before !== undefined && <Line gone parts={marked?.before ?? whole(before)} />}
      {after !== undefined && <Line parts={marked?.after ?? whole(after)} />}
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

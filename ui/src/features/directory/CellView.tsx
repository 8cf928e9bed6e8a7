// A cell of the table: one line, the server's value and nothing else.
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import type { Cell } from "../../host/generated/Cell";
import { Dot } from "../../kit/Dot";
import { formatAgo } from "../../kit/format";
import { exactTime } from "../../kit/grid/when";
import { userText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import styles from "./cell.module.css";
import { cellText, elided, isIdentifier } from "./cellText";

interface CellViewProps {
  cell: Cell | undefined;
  path: string;
  /** The time now, for relative times. */
  now: number;
  /** The name of the target where the cell is a reference whose name is known. */
  name?: string | undefined;
}

// Functions and not components, the whole cell as well: a table draws hundreds of cells at once.
function identifier(text: string): ReactNode {
  const [head, tail] = elided(text);
  return (
    <span className={styles.identifier}>
      {userText(head, styles.head)}
      {userText(tail, styles.tail)}
    </span>
  );
}

function truth(path: string, value: boolean): ReactNode {
  if (path !== "active") return String(value);
  return (
    <span className={styles.state}>
      <Dot tone={value ? "ok" : "off"} />
      {value ? "Active" : "Disabled"}
    </span>
  );
}

function values(texts: string[], total: number): ReactNode {
  const more = total - texts.length;
  if (total === 0) return <i className={styles.null}>none</i>;
  if (texts.length === 0) return `${total}`;
  return (
    <>
      {userText(texts.join(", "))}
      {more > 0 && <span className={styles.more}>+{more}</span>}
    </>
  );
}

function unexpected(text: string): ReactNode {
  return (
    <span className={styles.unexpected}>
      <TriangleAlert size={12} role="img" aria-label="Not the type that the schema says" />
      {userText(text, styles.cut)}
    </span>
  );
}

function content(cell: Cell, { path, now, name }: CellViewProps): ReactNode {
  switch (cell.kind) {
    case "absent":
      return null;
    case "null":
      return <i className={styles.null}>null</i>;
    case "empty":
      return <span className={styles.empty}>&quot;&quot;</span>;
    case "boolean":
      return truth(path, cell.value);
    case "dateTime":
      return (
        <time dateTime={cell.text} className={styles.time}>
          {userText(formatAgo(cell.text, now))}
        </time>
      );
    case "values":
      return values(cell.texts, cell.total);
    case "reference":
      if (name !== undefined) return userText(name);
      return cell.text === cell.target ? identifier(cell.text) : userText(cell.text);
    case "unexpected":
      return unexpected(cell.text);
    case "number":
      return userText(cell.text, styles.number);
    case "text":
      return isIdentifier(path, cell.text) ? identifier(cell.text) : userText(cell.text);
  }
}

function hint(cell: Cell, name: string | undefined): string {
  if (cell.kind === "dateTime") return visibleText(exactTime(cell.text));
  if (cell.kind === "reference" && name !== undefined)
    return visibleText(`${name} (${cell.target})`);
  return visibleText(cellText(cell));
}

/** One cell; the whole value is its hint. */
export function cellView(props: CellViewProps): ReactNode {
  const { cell, name } = props;
  if (!cell) return <span className={styles.skeleton} aria-hidden />;
  return (
    <span className={styles.cell} title={hint(cell, name)}>
      {content(cell, props)}
    </span>
  );
}

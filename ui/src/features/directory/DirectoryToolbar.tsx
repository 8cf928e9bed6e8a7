// Over the table: what is shown and in which order, what is odd about the list, and its columns.
import type { Columns } from "../../host/generated/Columns";
import type { Finding } from "../../host/generated/Finding";
import { UserText } from "../../kit/UserText";
import { ColumnsPopover } from "./ColumnsPopover";
import styles from "./directory.module.css";
import { FindingsPopover } from "./FindingsPopover";

interface DirectoryToolbarProps {
  /** "5,000 users, server order". */
  shown: string;
  findings: readonly Finding[];
  columns: Columns;
  onChoose: (paths: readonly string[]) => void;
  onColumnsOpen: () => void;
  onExchange: (() => void) | undefined;
  /** Rows that are there are being read again. */
  reloading: boolean;
}

export function DirectoryToolbar(props: DirectoryToolbarProps) {
  const { shown, findings, columns, onChoose, onColumnsOpen, onExchange, reloading } = props;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Table">
      <span className={styles.shown} role="status" data-testid="directory-shown">
        <UserText text={shown} />
      </span>
      {findings.length > 0 && <FindingsPopover findings={findings} onExchange={onExchange} />}
      <span className={styles.push} />
      <ColumnsPopover columns={columns} onChoose={onChoose} onOpen={onColumnsOpen} />
      {reloading && (
        <span className={styles.reloading} role="progressbar" aria-label="Reading again" />
      )}
    </div>
  );
}

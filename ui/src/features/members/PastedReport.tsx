// What came of a pasted list: how many were added, and the others with the reason.
import { writeClipboard } from "../../host/call";
import { Button } from "../../kit/Button";
import { CopyButton } from "../../kit/CopyButton";
import { formatNumber } from "../../kit/format";
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import type { Looked } from "./pasted";
import styles from "./pane.module.css";
import { isMissing, type PastedList } from "./usePasted";

/** Lines drawn; all of them can be copied. */
const MOST_LINES = 100;

function reasonOf(looked: Looked): string {
  switch (looked.kind) {
    case "one":
      return "not added";
    case "member":
      return "is a member already";
    case "many":
      return `${formatNumber(looked.count)} are called so`;
    case "none":
      return "not found";
    case "left":
      return "not looked for";
  }
}

export function PastedReport({ list, plural }: { list: PastedList; plural: string }) {
  const { pasted } = list;
  if (!pasted) return null;
  const { total, looked, running, added, rest, error } = pasted;
  const missing = rest.filter(isMissing).length;
  return (
    <section aria-label="Pasted list" className={styles.pasted} data-testid="pasted">
      <div className={styles.pastedHead}>
        <span role="status">
          {running
            ? `Looking for ${formatNumber(looked + 1)} of ${formatNumber(total)}`
            : `${formatNumber(added)} added, ${formatNumber(rest.length)} not.`}
        </span>
        {running ? (
          <Button small kind="ghost" onClick={list.cancel}>
            Stop
          </Button>
        ) : (
          <Button small kind="ghost" onClick={list.close}>
            Close
          </Button>
        )}
      </div>
      {error && (
        <Note tone="danger" role="alert" title={<UserText text={error.title} />}>
          <UserText text={error.detail} />
        </Note>
      )}
      {!running && rest.length > 0 && (
        <>
          <ul aria-label="Not added" className={styles.rest}>
            {rest.slice(0, MOST_LINES).map((it) => (
              <li key={it.entry}>
                <UserText text={it.entry} className={styles.entry} />
                <span className={styles.reason}>{reasonOf(it)}</span>
              </li>
            ))}
          </ul>
          <div className={styles.pastedFoot}>
            {missing > 0 && (
              <Button small onClick={list.askServer} data-testid="pasted-server">
                Search the server for {formatNumber(missing)} {plural}
              </Button>
            )}
            <CopyButton
              wordy
              label="Copy these"
              copy={() => writeClipboard(rest.map(({ entry }) => entry).join("\n"))}
            />
          </div>
        </>
      )}
    </section>
  );
}

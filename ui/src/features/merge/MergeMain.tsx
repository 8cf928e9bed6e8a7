// The rows of a merge with their tools: which are shown, all at once, read again.
import { GitMerge, RefreshCw } from "lucide-react";

import type { Merge } from "../../host/generated/Merge";
import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import { Kbd } from "../../kit/Kbd";
import { LinkButton } from "../../kit/LinkButton";
import { Note } from "../../kit/Note";
import { Segmented } from "../../kit/Segmented";
import { useNarrow } from "../../kit/useNarrow";
import { UserText } from "../../kit/UserText";
import { useNavigate } from "../../state/navigation";
import type { MergeState } from "./api";
import type { Column } from "./groups";
import styles from "./merge.module.css";
import { MergeTable } from "./MergeTable";
import { ThirdValue } from "./ThirdValue";
import type { MergeCursor } from "./useMergeCursor";

interface MergeMainProps {
  merge: Merge;
  state: MergeState;
  cursor: MergeCursor;
}

export function MergeMain({ merge, state, cursor }: MergeMainProps) {
  const { rows, undecided, unchanged } = merge;
  const conflicts = rows.filter(({ kind }) => kind === "conflict");
  const count = (kind: string) => rows.filter((it) => it.kind === kind).length;
  const all = (side: Column) => void state.choose(conflicts.map(({ path }) => ({ path, side })));
  return (
    <div className={styles.main}>
      <ChangedNote merge={merge} />
      <div className={styles.tools}>
        <Segmented
          label="Attributes"
          value={cursor.shown}
          segments={[
            { value: "all", label: "All", count: rows.length },
            { value: "undecided", label: "Needs a choice", count: undecided },
            { value: "yours", label: "Only mine", count: count("onlyYours") },
            { value: "theirs", label: "Only theirs", count: count("onlyTheirs") },
          ]}
          onChange={cursor.show}
          testId="merge-shown"
        />
        <span className={styles.push} />
        <Button
          disabled={conflicts.length === 0}
          title="For what both sides changed"
          onClick={() => all("theirs")}
        >
          All theirs
        </Button>
        <Button
          disabled={conflicts.length === 0}
          title="For what both sides changed"
          onClick={() => all("yours")}
        >
          All mine
        </Button>
        <Again
          busy={state.busy === "reading"}
          disabled={state.busy !== undefined}
          onClick={state.readAgain}
        />
      </div>
      {state.failed && (
        <Note wide tone="danger" role="alert" title={<UserText text={state.failed.title} />}>
          <UserText text={state.failed.detail} /> Your choices are as they were.
        </Note>
      )}
      <MergeTable
        groups={cursor.groups}
        at={cursor.at}
        baseTime={timeOf(merge.baseReadAt)}
        onAt={cursor.goTo}
        onChoose={cursor.choose}
        onType={cursor.type}
      />
      <p className={styles.unchanged}>
        {cursor.groups.length === 0 && "No attribute stands like this. "}
        Unchanged: {unchanged} {unchanged === 1 ? "attribute" : "attributes"}. meta and version are
        the server&apos;s own and not merged.
      </p>
      <div className={styles.keys}>
        <span>
          <Kbd>J</Kbd> <Kbd>K</Kbd> row
        </span>
        <span>
          <Kbd>←</Kbd> theirs
        </span>
        <span>
          <Kbd>→</Kbd> yours
        </span>
        <span>
          <Kbd>Enter</Kbd> type a third value
        </span>
        <span>
          <Kbd>N</Kbd> next to choose
        </span>
        <span className={styles.push} />
        <span role="status">
          {conflicts.length - undecided} of {conflicts.length} chosen
        </span>
      </div>
      {cursor.typing && (
        <ThirdValue
          key={cursor.typing.path}
          row={cursor.typing}
          merge={merge}
          failed={state.failed}
          onTake={(choice) => state.choose([choice])}
          onClose={() => cursor.type(undefined)}
        />
      )}
    </div>
  );
}

interface AgainProps {
  busy: boolean;
  disabled: boolean;
  onClick: () => void;
}

/** Its icon alone where the tools would not fit into one line. */
function Again(props: AgainProps) {
  const icon = <RefreshCw size={14} aria-hidden="true" />;
  if (useNarrow()) return <IconButton kind="plain" label="Read again" icon={icon} {...props} />;
  return (
    <Button icon={icon} {...props}>
      Read again
    </Button>
  );
}

function ChangedNote({ merge }: { merge: Merge }) {
  const navigate = useNavigate();
  const { title, exchange } = merge;
  return (
    <Note
      wide
      tone="warn"
      testId="merge-note"
      icon={<GitMerge size={16} aria-hidden="true" />}
      title={
        <>
          <UserText text={title} /> changed while you edited
        </>
      }
      actions={
        exchange !== undefined && (
          <LinkButton onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}>
            Show the 412
          </LinkButton>
        )
      }
    >
      {exchange === undefined
        ? "It was read again before sending, and is another one now. "
        : "The server refused to write over it (412, RFC 7644 §3.14). "}
      Nothing was written, and your changes are kept.
    </Note>
  );
}

function timeOf(at: string | undefined): string | undefined {
  const instant = at === undefined ? NaN : Date.parse(at);
  if (Number.isNaN(instant)) return undefined;
  return new Date(instant).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

// What the merge would be sent as: both versions, the exact request, what it waits for.
import { CircleDashed, Send } from "lucide-react";

import type { Draft } from "../../host/generated/Draft";
import type { Merge } from "../../host/generated/Merge";
import type { WriteMethod } from "../../host/generated/WriteMethod";
import { Button } from "../../kit/Button";
import { LinkButton } from "../../kit/LinkButton";
import { Segmented } from "../../kit/Segmented";
import { Tag } from "../../kit/Tag";
import { Time } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { Violations } from "../edit/Violations";
import { ExactRequest } from "../write/ExactRequest";
import styles from "./merge.module.css";

const WORDS: Record<WriteMethod, string> = { patch: "PATCH", put: "PUT", post: "POST" };

interface MergePaneProps {
  merge: Merge;
  draft: Draft | undefined;
  canSend: boolean;
  busy: boolean;
  onMethod: (method: WriteMethod) => void;
  onSend: () => void;
  onLater: () => void;
  onNext: () => void;
}

export function MergePane(props: MergePaneProps) {
  const { merge, draft, canSend, busy, onMethod, onSend, onLater, onNext } = props;
  const { request, operations, undecided, rows } = merge;
  const waiting = rows.find((it) => it.undecided);
  const unfit = merge.violations.find(({ finding }) => finding.severity === "error");
  return (
    <div className={styles.pane} data-testid="merge-pane">
      <div className={styles.bar}>
        <h2 className={styles.title}>After the merge</h2>
        <Tag tone="info">
          {operations} {operations === 1 ? "operation" : "operations"}
        </Tag>
        <span className={styles.push} />
        {draft && draft.methods.length > 1 && (
          <Segmented
            label="How it is sent"
            value={draft.method}
            segments={draft.methods.map((it) => ({ value: it, label: WORDS[it] }))}
            onChange={onMethod}
          />
        )}
      </div>
      <dl className={styles.versions}>
        <Version name="base" version={merge.baseVersion} at={merge.baseReadAt}>
          What you opened
        </Version>
        <Version name="theirs" version={merge.theirsVersion} at={merge.theirsReadAt}>
          What the server has by now. SCIM does not say who changed it.
        </Version>
      </dl>
      <div className={styles.exactHead}>
        <h3>Exact request</h3>
        <span className={styles.hairline} />
        <span className={styles.quiet}>their changes are not sent again</span>
      </div>
      {request ? (
        <ExactRequest brief request={request} />
      ) : (
        <p className={styles.nothing}>
          Nothing of your draft is left to be sent: the server has it all, or theirs was taken.
        </p>
      )}
      <div className={styles.foot}>
        {!waiting && unfit && (
          <div className={styles.unfitLine} role="status">
            <Violations plain violations={[unfit]} />
          </div>
        )}
        {waiting && (
          <div className={styles.stop} role="status" id="merge-stop">
            <CircleDashed size={14} aria-hidden="true" />
            <span className={styles.stopWords}>
              <UserText text={waiting.path} /> needs a choice
              {undecided > 1 && `, and ${undecided - 1} more`}.
            </span>
            <LinkButton onClick={onNext}>Go there</LinkButton>
          </div>
        )}
        <div className={styles.bar} data-foot="">
          <Button
            kind="primary"
            keys="Ctrl Enter"
            icon={<Send size={14} aria-hidden="true" />}
            disabled={!canSend}
            busy={busy}
            aria-describedby={waiting ? "merge-stop" : undefined}
            onClick={onSend}
            data-testid="send-merge"
          >
            Send the merge
          </Button>
          <Button onClick={onLater} data-testid="merge-later">
            Keep for later
          </Button>
        </div>
      </div>
    </div>
  );
}

interface VersionProps {
  name: string;
  version: string | undefined;
  at: string | undefined;
  children: string;
}

function Version({ name, version, at, children }: VersionProps) {
  return (
    <div className={styles.version}>
      <dt>{name}</dt>
      <dd>
        <p className={styles.versionLine}>
          {version === undefined ? (
            <span className={styles.quiet}>without a version</span>
          ) : (
            <UserText text={version} className="mono" />
          )}
          {at !== undefined && <Time at={at} className={styles.quiet} />}
        </p>
        <p className={styles.quiet}>{children}</p>
      </dd>
    </div>
  );
}

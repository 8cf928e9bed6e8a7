// What will be sent: the changes, how they are sent, what a PUT would lose, the exact request, and what stops it.
import { ListCollapse } from "lucide-react";
import { useDeferredValue, useState } from "react";

import type { WriteMethod } from "../../host/generated/WriteMethod";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { Note } from "../../kit/Note";
import { Segmented } from "../../kit/Segmented";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { useStore } from "../../state/store";
import { ExactRequest } from "../write/ExactRequest";
import { ChangeList } from "./ChangeList";
import styles from "./pending.module.css";
import { PaneMenu } from "./PaneMenu";
import { PutLosses } from "./PutLosses";
import { SendBar } from "./SendBar";
import type { Sending } from "./sending";
import { useDraft, useDraftSession } from "./session";
import { counted } from "./words";

export const METHOD_WORDS: Record<WriteMethod, string> = {
  patch: "PATCH",
  put: "PUT",
  post: "POST",
};

export function PendingPane({ sending }: { sending: Sending }) {
  const session = useDraftSession();
  const draft = useDraft();
  const failed = useStore(session.failed);
  const [isWhole, setWhole] = useState(false);
  const { changes, method, methods, refused, secretsGone } = draft;
  // What is wrong at the field comes first: the editor that draws the request takes longer than all else.
  const request = useDeferredValue(draft.request);
  const goTo = (pointer: string) => session.goal.write({ pointer });
  return (
    <div className={styles.pane} data-testid="pending-pane">
      <div className={styles.bar}>
        <h2 className={styles.title}>Pending changes</h2>
        <Tag tone={changes.length > 0 ? "warn" : "plain"}>
          <span data-testid="pending-count">{formatNumber(changes.length)}</span>
        </Tag>
        <span className={styles.push} />
        {methods.length > 1 ? (
          <Segmented
            label="How it is sent"
            value={method}
            segments={methods.map((it) => ({ value: it, label: METHOD_WORDS[it] }))}
            onChange={(next) => session.method(next)}
            testId="method"
          />
        ) : (
          <Tag tone="line">{METHOD_WORDS[method]}</Tag>
        )}
        <Button kind="ghost" onClick={sending.askDiscard}>
          Discard all
        </Button>
        <PaneMenu sending={sending} />
      </div>
      <p role="status" className="visually-hidden">
        {counted(changes.length, "pending change")}
      </p>
      <div className={styles.scroll} data-whole={isWhole || undefined}>
        {failed && (
          <Note
            tone="danger"
            role="alert"
            title={<UserText text={failed.error.title} />}
            actions={
              <Button small onClick={failed.again}>
                Try again
              </Button>
            }
          >
            <UserText text={failed.error.detail} /> What you typed is still here.
          </Note>
        )}
        {secretsGone.length > 0 && (
          <Note tone="warn" title="A secret has to be typed again">
            What was typed is not kept: <UserText text={secretsGone.join(", ")} />.
          </Note>
        )}
        {!isWhole && <ChangeList onGoTo={goTo} />}
        {method === "put" && !isWhole && <PutLosses lost={draft.lost} unseen={draft.unseen} />}
        {refused !== undefined && (
          <Note tone="danger" title={`This cannot be sent by ${METHOD_WORDS[method]}`}>
            <UserText text={refused} />
          </Note>
        )}
      </div>
      {request && (
        <div className={styles.exact}>
          <div className={styles.exactHead}>
            <h3>Exact request</h3>
            <span className={styles.hairline} />
            <Button
              small
              kind="ghost"
              aria-pressed={isWhole}
              icon={<ListCollapse size={13} aria-hidden="true" />}
              onClick={() => setWhole(!isWhole)}
            >
              Expand
            </Button>
          </div>
          <ExactRequest request={request} />
        </div>
      )}
      <SendBar sending={sending} onGoTo={goTo} />
    </div>
  );
}

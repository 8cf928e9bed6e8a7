// What a draft does with the members of a group: how many, the exact request, and sending or discarding it.
import { Send } from "lucide-react";
import { useState } from "react";

import type { CallError } from "../../host/call";
import type { Draft } from "../../host/generated/Draft";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { formatBytes, formatNumber } from "../../kit/format";
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { useTenant } from "../../state/app";
import { environmentNames } from "../../state/session";
import { CopyAs } from "../write/CopyAs";
import { ExactRequest } from "../write/ExactRequest";
import { othersOf } from "./pending";
import styles from "./pane.module.css";

interface PendingMembersProps {
  tenantId: string;
  draft: Draft | undefined;
  error: CallError | undefined;
  /** The draft is being changed or sent. */
  busy: boolean;
  onDiscard: () => void;
  /** Absent while it cannot be sent. */
  onSend: (() => void) | undefined;
}

/** "+3 −2", also for who hears it. */
export function ChangeCounts({ draft }: { draft: Draft }) {
  const { added = 0, removed = 0 } = draft.members ?? {};
  return (
    <span className={styles.counts} data-testid="members-counts">
      <span className={styles.added}>
        <span className="visually-hidden">added </span>+{formatNumber(added)}
      </span>
      <span className={styles.removed}>
        <span className="visually-hidden">removed </span>−{formatNumber(removed)}
      </span>
    </span>
  );
}

function Notes({ draft, error }: { draft: Draft | undefined; error: CallError | undefined }) {
  const incomplete = draft?.members?.incomplete;
  const others = draft ? othersOf(draft) : [];
  const stopped = draft?.refused ?? draft?.textProblem?.message;
  return (
    <>
      {error && (
        <Note tone="danger" role="alert" title={<UserText text={error.title} />}>
          <UserText text={[error.detail, ...error.hints].join(" ")} />
        </Note>
      )}
      {stopped !== undefined && (
        <Note tone="danger" title="This cannot be sent so" testId="members-refused">
          <UserText text={stopped} />
        </Note>
      )}
      {incomplete !== undefined && (
        <Note tone="warn" title="The list may not be complete" testId="members-incomplete">
          <UserText text={incomplete} /> Only added and removed members are sent; PUT is not
          offered.
        </Note>
      )}
      {others.length > 0 && (
        <Note title="Not only members are sent" testId="members-others">
          The draft also changes <UserText text={others.join(", ")} />.
        </Note>
      )}
    </>
  );
}

export function PendingMembers(props: PendingMembersProps) {
  const { tenantId, draft, error, busy, onDiscard, onSend } = props;
  const tenant = useTenant(tenantId);
  const [asking, setAsking] = useState(false);
  const count = (draft?.members?.added ?? 0) + (draft?.members?.removed ?? 0);
  const isSandbox = tenant === undefined || tenant.environment === "sandbox";
  const send = isSandbox ? "Send" : `Send to ${environmentNames[tenant.environment]}`;
  return (
    <section aria-label="Pending changes" className={styles.pending} data-testid="members-pending">
      <div className={styles.head}>
        <h3 className={styles.title}>Pending changes</h3>
        {draft && count > 0 && <ChangeCounts draft={draft} />}
        <span className={styles.push} />
        {draft && count > 0 && (
          <Button
            small
            kind="ghost"
            disabled={busy}
            onClick={() => setAsking(true)}
            data-testid="members-discard"
          >
            Discard
          </Button>
        )}
      </div>
      <div className={styles.notes}>
        <Notes draft={draft} error={error} />
        {!draft?.request && !error && (
          <p className={styles.none}>
            None. Members that are added or removed are collected here, and nothing is sent before
            Send.
          </p>
        )}
      </div>
      {draft?.request && (
        <>
          <section aria-label="Exact request" className={styles.request}>
            <div className={styles.subhead}>
              <h4>Exact request</h4>
              <span className={styles.hairline} />
              {draft.request.body && <span>{formatBytes(draft.request.body.sizeBytes)}</span>}
            </div>
            <ExactRequest brief request={draft.request} />
          </section>
          <div className={styles.foot}>
            <Button
              kind="primary"
              keys="Ctrl Enter"
              busy={busy}
              disabled={!onSend}
              onClick={onSend}
              icon={<Send size={14} aria-hidden="true" />}
              data-testid="members-send"
            >
              {send}
            </Button>
            <CopyAs request={draft.request} />
          </div>
        </>
      )}
      {asking && (
        <DiscardDialog
          count={count}
          onClose={() => setAsking(false)}
          onDiscard={() => {
            setAsking(false);
            onDiscard();
          }}
        />
      )}
    </section>
  );
}

interface DiscardDialogProps {
  count: number;
  onClose: () => void;
  onDiscard: () => void;
}

function DiscardDialog({ count, onClose, onDiscard }: DiscardDialogProps) {
  const what = count === 1 ? "1 change" : `${formatNumber(count)} changes`;
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={`Discard ${what} of the members?`}
      footer={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button kind="solidDanger" onClick={onDiscard} data-testid="members-discard-yes">
            Discard
          </Button>
        </>
      }
    >
      Nothing was sent, and the group stays as it is.
    </Dialog>
  );
}

// The foot of the pane: what stops sending, Send, Copy as, and how old the resource is.
import { CircleAlert, Send } from "lucide-react";

import { Button } from "../../kit/Button";
import { LinkButton } from "../../kit/LinkButton";
import { Prose } from "../../kit/Prose";
import { Time } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { useTenant } from "../../state/app";
import { CopyAs } from "../write/CopyAs";
import { outsideName, outsidePointer } from "./outside";
import styles from "./pending.module.css";
import type { Sending, Stop } from "./sending";
import { useDraft, useDraftSession } from "./session";
import { counted } from "./words";

interface SendBarProps {
  sending: Sending;
  onGoTo: (pointer: string) => void;
}

export function SendBar({ sending, onGoTo }: SendBarProps) {
  const { tenantId } = useDraftSession();
  const { request, readAt } = useDraft();
  const tenant = useTenant(tenantId);
  const { stop, canSend, busy, send } = sending;
  return (
    <div className={styles.foot}>
      {stop && <StopLine stop={stop} onGoTo={onGoTo} />}
      <div className={styles.bar} data-foot="">
        <Button
          kind="primary"
          keys="Ctrl Enter"
          icon={<Send size={14} aria-hidden="true" />}
          disabled={!canSend}
          busy={busy}
          onClick={send}
          aria-describedby={stop ? "edit-stop" : undefined}
          data-testid="send-draft"
          className={styles.send}
        >
          <span className={styles.cut}>
            Send to <UserText text={tenant?.name ?? ""} />
          </span>
        </Button>
        <CopyAs request={request} />
        <span className={styles.push} />
        {readAt !== undefined && (
          <span className={styles.quiet}>
            read <Time at={readAt} />
          </span>
        )}
      </div>
    </div>
  );
}

function StopLine({ stop, onGoTo }: { stop: Stop; onGoTo: (pointer: string) => void }) {
  if (stop.kind === "refused") return null;
  if (stop.kind === "nothing") {
    return (
      <p id="edit-stop" className={styles.stop} data-quiet="">
        Nothing is to be sent.
      </p>
    );
  }
  return (
    <div id="edit-stop" role="status" className={styles.stop} data-testid="stop-line">
      <CircleAlert size={14} aria-hidden="true" />
      <span className={styles.stopWords}>
        <StopWords stop={stop} />
      </span>
      {stop.kind === "violations" && stop.first && (
        <LinkButton onClick={() => onGoTo(stop.first?.finding.pointer ?? "")}>
          Go to field
        </LinkButton>
      )}
      {stop.kind === "outside" && <GoToOutside path={stop.paths[0] ?? ""} onGoTo={onGoTo} />}
    </div>
  );
}

function StopWords({ stop }: { stop: Stop }) {
  switch (stop.kind) {
    case "violations":
      return (
        <>
          {counted(stop.count, "problem")} {stop.count === 1 ? "stops" : "stop"} sending
          {stop.first && (
            <>
              : <Prose text={stop.first.finding.message} />
            </>
          )}
        </>
      );
    case "outside":
      return (
        <>
          What stands in <UserText text={stop.paths.map(outsideName).join(", ")} /> is not in the
          draft.
        </>
      );
    case "text":
      return "The JSON is not complete.";
    default:
      return null;
  }
}

interface GoToOutsideProps {
  path: string;
  onGoTo: (pointer: string) => void;
}

/** Leads to it wherever one is: its field may not be drawn now. */
function GoToOutside({ path, onGoTo }: GoToOutsideProps) {
  const pointer = outsidePointer(useDraft().sections, path);
  if (pointer === undefined) return null;
  return <LinkButton onClick={() => onGoTo(pointer)}>Go to field</LinkButton>;
}

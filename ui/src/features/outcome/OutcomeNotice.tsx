// A write of which nobody knows whether it was done: why that is so, the read that tells, and what it told. Nothing is
// sent before somebody has seen what.
import { CircleQuestionMark } from "lucide-react";

import type { ExchangeSummary } from "../../host/generated/ExchangeSummary";
import type { ReadBack } from "../../host/generated/ReadBack";
import type { ReadBackPrepared } from "../../host/generated/ReadBackPrepared";
import { Button } from "../../kit/Button";
import { ErrorCard } from "../../kit/ErrorCard";
import { LinkButton } from "../../kit/LinkButton";
import { atWords, exactTime } from "../../kit/grid/when";
import { Note, type NoteTone } from "../../kit/Note";
import { useNow } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { useNavigate } from "../../state/navigation";
import { verdictWords } from "../../state/outcome";
import { useReadBack, useReadBackOffer } from "./api";
import styles from "./outcome.module.css";

const TONES: Record<ReadBack["verdict"], NoteTone> = {
  there: "ok",
  notThere: "warn",
  partly: "warn",
  cannotTell: "warn",
};

interface OutcomeNoticeProps {
  exchange: ExchangeSummary;
}

export function OutcomeNotice({ exchange }: OutcomeNoticeProps) {
  const { id, readBack } = exchange;
  const { data: offer, error: notOffered, refetch } = useReadBackOffer(id);
  const { busy, error, send } = useReadBack(id);
  const problem = error ?? notOffered;
  return (
    <div className={styles.outcome}>
      <Note
        wide
        role="region"
        label="Outcome unknown"
        testId="outcome-notice"
        tone={readBack ? TONES[readBack.verdict] : "warn"}
        icon={<CircleQuestionMark size={16} aria-hidden="true" />}
        title="Nobody knows whether this was done"
        actions={
          offer?.kind === "offered" && (
            <Button busy={busy} onClick={send} data-testid="read-back">
              {readBack ? "Read back again" : "Read back"}
            </Button>
          )
        }
      >
        <Why exchange={exchange} />
        {offer && <Offer offer={offer} />}
        <div role="status" data-testid="read-back-found">
          {readBack && <Found readBack={readBack} />}
        </div>
      </Note>
      {problem && (
        <div className={styles.error}>
          <ErrorCard error={problem} onRetry={error ? send : () => void refetch()} />
        </div>
      )}
    </div>
  );
}

function Why({ exchange: { failure, status } }: OutcomeNoticeProps) {
  return (
    <p>
      It was on its way to the server
      {status === undefined ? "" : `, and something before the server answered ${status}`}
      {failure === undefined ? "." : ": "}
      {failure !== undefined && <UserText text={sentence(failure)} />} A write is never sent again
      by itself.
    </p>
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function Offer({ offer }: { offer: ReadBackPrepared }) {
  if (offer.kind === "untold") {
    return (
      <p>
        No read can tell: <UserText text={offer.why} />
      </p>
    );
  }
  return (
    <p>
      This read tells:{" "}
      <code className={styles.read} data-testid="read-back-request">
        {offer.method} <UserText text={offer.url} />
      </code>
      {offer.opensTenant && " The tenant is not open: its discovery documents are read first."}
    </p>
  );
}

function Found({ readBack }: { readBack: ReadBack }) {
  const { at, verdict, words, exchange } = readBack;
  const navigate = useNavigate();
  const now = useNow();
  return (
    <p>
      <b className={styles.verdict}>
        Read back{" "}
        <time dateTime={at} title={exactTime(at)}>
          {atWords(at, now, "second")}
        </time>
        : {verdictWords[verdict]}.
      </b>{" "}
      <UserText text={words} />{" "}
      {exchange !== undefined && (
        <LinkButton onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}>
          Show the read
        </LinkButton>
      )}
    </p>
  );
}

// One outcome in plain sentences: what the server said, what is there, what that means.
import type { UiError } from "../../host/generated/UiError";
import type { WriteOutcome } from "../../host/generated/WriteOutcome";
import type { WriteResult } from "../../host/generated/WriteResult";
import { ErrorCard } from "../../kit/ErrorCard";
import { UserText } from "../../kit/UserText";
import { FindingList } from "../finding/FindingList";
import { DifferenceTable } from "./DifferenceTable";
import styles from "./write.module.css";

interface OutcomeBodyProps {
  outcome: WriteOutcome;
  /** It was a draft, which is there as before unless it was sent. */
  keepsDraft: boolean;
}

export function OutcomeBody({ outcome, keepsDraft }: OutcomeBodyProps) {
  const kept = keepsDraft ? " The draft is kept as it was." : "";
  switch (outcome.kind) {
    case "done":
      return <Said words="It was read back, and is as intended." quiet />;
    case "differs":
      return (
        <>
          <Said words={outcome.words} />
          <DifferenceTable differences={outcome.differences} />
          {outcome.findings.length > 0 && <FindingList findings={outcome.findings} />}
        </>
      );
    case "accepted":
      return (
        <>
          <Said words={outcome.words} quiet />
          <p>Read the resource again later to see whether it was done.</p>
        </>
      );
    case "notReadBack":
      return (
        <>
          <Said words="The server answered that it was done. Whether it is as intended could not be read." />
          <Problem problem={outcome.problem} />
        </>
      );
    case "refused":
      return (
        <>
          <Problem problem={outcome.problem} />
          <p>Nothing was changed.{kept}</p>
        </>
      );
    case "conflict":
      return (
        <>
          <Said words={outcome.words} />
          <p>Nothing was written.{kept}</p>
        </>
      );
    case "falseConflict":
      return (
        <>
          <Said words={outcome.words} />
          <p>Nothing was written.{kept}</p>
        </>
      );
    case "unknown":
      return (
        <>
          <Said words={outcome.words ?? "It could not be read back."} />
          <p>It was not sent again.{kept}</p>
          <Problem problem={outcome.problem} />
        </>
      );
    case "notSent":
      return outcome.problem ? (
        <>
          <Problem problem={outcome.problem} />
          <p>Nothing was sent.{kept}</p>
        </>
      ) : (
        <Said words={`It was stopped before this one.${kept}`} quiet />
      );
  }
}

/** What has to be heard as well as seen; quiet where nothing went wrong. */
function Said({ words, quiet }: { words: string; quiet?: boolean }) {
  return (
    <p role={quiet ? "status" : "alert"} className={styles.said}>
      <UserText text={words} />
    </p>
  );
}

function Problem({ problem }: { problem: UiError }) {
  return (
    <div className={styles.problem}>
      <ErrorCard error={problem} />
    </div>
  );
}

/** The exchange that shows how it went. */
export function exchangeOf({ exchange, outcome }: WriteResult): string | undefined {
  if (exchange !== undefined) return exchange;
  return "problem" in outcome ? outcome.problem.exchange : undefined;
}

// How much one may still ask the server, as one cell of the status bar; opens to each quota and where it was said.
import { Gauge } from "lucide-react";
import { useState } from "react";

import type { Quota } from "../../host/generated/Quota";
import { classes } from "../../kit/classes";
import { LinkButton } from "../../kit/LinkButton";
import { secondsUntil, useTicking } from "../../kit/countdown";
import { Popover } from "../../kit/Popover";
import { Time } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { useNavigate } from "../../state/navigation";
import type { SaidLimits } from "../../state/rateLimits";
import { useRateLimits } from "../../state/rateLimits";
import { PauseCell } from "./PauseCell";
import { usePause } from "../pacing/usePause";
import { cellWords, isTight, leftWords, spanWords } from "../pacing/rateWords";
import styles from "./StatusBar.module.css";

export function RateCell({ tenantId }: { tenantId: string }) {
  const said = useRateLimits(tenantId);
  const pause = usePause(tenantId);
  if (pause) return <PauseCell tenantId={tenantId} pause={pause} />;
  return said ? <Limits said={said} /> : null;
}

function Limits({ said }: { said: SaidLimits }) {
  const [open, setOpen] = useState(false);
  const all = [said, said.before].flatMap((it) => (it ? [it] : []));
  const seconds = useTicking(
    all.flatMap(({ limits }) => [limits.retryAt, ...limits.quotas.map((it) => it.resetsAt)]),
  );
  const now = Math.max(seconds, answeredAt(said));
  const shown = all.find(({ limits }) => cellWords(limits, now) !== undefined);
  if (!shown) return null;
  const { limits } = shown;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Rate limits of the server"
      side="top"
      className={styles.popup}
      testId="rate-limits"
      trigger={
        <button
          type="button"
          className={classes(styles.cell, isTight(limits, now) && styles.doubt)}
          data-testid="status-rate"
        >
          <Gauge size={12} aria-hidden="true" />
          {cellWords(limits, now)}
        </button>
      }
    >
      <LimitList said={shown} now={now} onLeave={() => setOpen(false)} />
    </Popover>
  );
}

/** The clock may not have ticked since an answer came: it is not earlier than that. */
function answeredAt({ exchange }: SaidLimits): number {
  return Date.parse(exchange.startedAt) + exchange.ms;
}

interface LimitListProps {
  said: SaidLimits;
  now: number;
  onLeave: () => void;
}

function LimitList({ said: { limits, exchange }, now, onLeave }: LimitListProps) {
  const navigate = useNavigate();
  const wait = secondsUntil(limits.retryAt, now);
  return (
    <div className={styles.body}>
      <h2 className={styles.heading}>The server says</h2>
      <dl className={styles.list}>
        {wait !== undefined && (
          <>
            <dt>Retry-After</dt>
            <dd>ask again in {spanWords(wait)}</dd>
          </>
        )}
        {limits.quotas.map((quota, place) => (
          // A server may give two quotas the same name.
          <QuotaLines key={place} quota={quota} now={now} />
        ))}
      </dl>
      <p className={classes(styles.note, styles.said)}>
        Said <Time at={exchange.startedAt} /> in the answer to {exchange.method}{" "}
        <UserText text={exchange.path} className="mono" />.{" "}
        <LinkButton
          onClick={() => {
            onLeave();
            navigate.open({ screen: "history", exchangeId: exchange.id });
          }}
        >
          Show request
        </LinkButton>
      </p>
    </div>
  );
}

function QuotaLines({ quota, now }: { quota: Quota; now: number }) {
  const { name, windowSeconds, resetsAt, headers } = quota;
  const reset = secondsUntil(resetsAt, now);
  const parts = [
    leftWords(quota, now),
    windowSeconds === undefined ? undefined : `in ${spanWords(windowSeconds)}`,
    reset === undefined ? undefined : `resets in ${spanWords(reset)}`,
  ].filter((it) => it !== undefined);
  return (
    <>
      <dt>{name === undefined ? "Requests" : <UserText text={name} />}</dt>
      <dd>
        {parts.join(", ")}
        <UserText text={headers.join(", ")} className={styles.note} />
      </dd>
    </>
  );
}

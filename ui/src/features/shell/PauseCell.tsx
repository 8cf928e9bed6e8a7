// The status bar's cell while requests wait until the server wants them: counts down; opens to why, and stops the wait.
import { Hourglass } from "lucide-react";
import { useState } from "react";

import { Button } from "../../kit/Button";
import { classes } from "../../kit/classes";
import { timeOfDay } from "../../kit/countdown";
import { Popover } from "../../kit/Popover";
import { useRun } from "../../state/query";
import { formatNumber } from "../../kit/format";
import { leftWords, spanWords } from "../pacing/rateWords";
import styles from "./StatusBar.module.css";
import { afterWords, reasonSources, reasonWords, stopWords } from "../pacing/pauseWords";
import type { Pause } from "../pacing/usePause";

export function PauseCell({ tenantId, pause }: { tenantId: string; pause: Pause }) {
  const [open, setOpen] = useState(false);
  const run = useRun();
  const { wait, seconds } = pause;
  const stop = () => {
    setOpen(false);
    void run("wait_stop", { tenantId });
  };
  return (
    <>
      <Popover
        open={open}
        onOpenChange={setOpen}
        label="Waiting for the server"
        side="top"
        className={styles.popup}
        testId="pause"
        trigger={
          <button
            type="button"
            className={classes(styles.cell, styles.doubt)}
            data-testid="status-pause"
          >
            <Hourglass size={12} aria-hidden="true" />
            pause <span aria-hidden="true">{seconds > 0 ? spanWords(seconds) : "over"}</span>
          </button>
        }
      >
        <PauseFacts pause={pause} onStop={stop} />
      </Popover>
      <button
        type="button"
        className={classes(styles.cell, styles.joined)}
        data-testid="wait-stop"
        onClick={stop}
      >
        Stop waiting
      </button>
      <span role="status" className="visually-hidden">
        {reasonWords[wait.reason]} until {timeOfDay(wait.until, true)}
      </span>
    </>
  );
}

function PauseFacts({ pause, onStop }: { pause: Pause; onStop: () => void }) {
  const { wait, waiting, quota, seconds } = pause;
  return (
    <div className={styles.body}>
      <h2 className={styles.title}>{reasonWords[wait.reason]}</h2>
      <p className={styles.note}>{reasonSources[wait.reason]}</p>
      <dl className={classes(styles.list, styles.facts)}>
        <dt>Goes on</dt>
        <dd>
          at {timeOfDay(wait.until, true)}
          <span aria-hidden="true">{seconds > 0 && `, in ${spanWords(seconds)}`}</span>
        </dd>
        <dt>{waiting === 1 ? "1 request" : `${formatNumber(waiting)} requests`}</dt>
        <dd>{afterWords(pause)}</dd>
        {quota && (
          <>
            <dt>Left</dt>
            <dd>{leftWords(quota, Date.parse(wait.until) - seconds * 1000)}</dd>
          </>
        )}
      </dl>
      <p className={classes(styles.note, styles.said)}>
        {stopWords(pause)} Writes are never sent again by themselves.
      </p>
      <p className={styles.act}>
        <Button small onClick={onStop}>
          Stop waiting
        </Button>
      </p>
    </div>
  );
}

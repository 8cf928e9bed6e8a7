// The line of a screen whose request waits until the server wants it: why, for how long still, and the way out.
import { useRun } from "../../state/query";
import { WaitLine } from "../../kit/WaitLine";
import { spanWords } from "./rateWords";
import { reasonWords } from "./pauseWords";
import type { Pause } from "./usePause";

interface PauseLineProps {
  tenantId: string;
  pause: Pause;
  /** Drops this request; where it cannot be dropped by itself, all stop waiting. */
  onCancel?: (() => void) | undefined;
}

export function PauseLine({ tenantId, pause, onCancel }: PauseLineProps) {
  const run = useRun();
  const stop = () => void run("wait_stop", { tenantId });
  return (
    <WaitLine
      sentence={reasonWords[pause.wait.reason]}
      time={pause.seconds > 0 ? `goes on in ${spanWords(pause.seconds)}` : "goes on now"}
      cancelWord={onCancel ? undefined : "Stop waiting"}
      onCancel={onCancel ?? stop}
    />
  );
}

// How far a write is, and the button that stops it before the next resource.
import { Button } from "../../kit/Button";
import { useSeconds } from "../../kit/waiting";
import { WaitLine } from "../../kit/WaitLine";
import { Progress } from "../../kit/Spinner";
import type { WriteStage } from "./desk";
import { stopSending } from "./engine";
import { progressPart, progressWords } from "./words";
import styles from "./write.module.css";

interface SendingProps {
  stage: Extract<WriteStage, { kind: "sending" }>;
}

export function SendingLine({ stage }: SendingProps) {
  const { plan, progress, isStopping } = stage;
  const seconds = useSeconds(true);
  const count = plan.targets.length;
  const part = progressPart(progress, count);
  const sentence = isStopping
    ? "Stopping. What is on its way is waited for"
    : progressWords(progress, count);
  return (
    <div className={styles.sending} data-testid="write-progress">
      {part !== undefined && <Progress label="Of all resources" value={part} />}
      <WaitLine sentence={sentence} seconds={seconds} />
    </div>
  );
}

export function StopButton({ stage }: SendingProps) {
  const several = stage.plan.targets.length > 1;
  return (
    <Button
      onClick={stopSending}
      busy={stage.isStopping}
      disabled={stage.isStopping}
      data-testid="write-stop"
    >
      {several ? "Stop after this one" : "Stop waiting"}
    </Button>
  );
}

// Steps that run one after the other, each with its state, its evidence and its time.
import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleX,
  LoaderCircle,
  TriangleAlert,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { classes } from "./classes";
import { formatMs } from "./format";
import styles from "./Stepper.module.css";
import { UserText } from "./UserText";

export type StepperState = "waiting" | "running" | "ok" | "warning" | "failed" | "skipped";

export interface StepperStep {
  name: string;
  state: StepperState;
  detail: string;
  ms?: number | undefined;
  /** Behind its evidence: where there is more to see of it. */
  link?: ReactNode;
  /** What is said of a step that failed. */
  problem?: ReactNode;
  /** What more there is to see. */
  more?: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
}

const marks: Record<StepperState, { icon: LucideIcon; word: string }> = {
  waiting: { icon: CircleDashed, word: "waiting" },
  running: { icon: LoaderCircle, word: "running" },
  ok: { icon: CircleCheck, word: "ok" },
  warning: { icon: TriangleAlert, word: "warning" },
  failed: { icon: CircleX, word: "failed" },
  skipped: { icon: CircleMinus, word: "skipped" },
};

interface StepperProps {
  label: string;
  steps: readonly StepperStep[];
  /** Prefix of each step's test id. */
  testId?: string | undefined;
}

export function Stepper({ label, steps, testId }: StepperProps) {
  return (
    <ol aria-label={label}>
      {steps.map((step) => (
        <Step key={step.name} step={step} testId={testId && `${testId}-${step.name}`} />
      ))}
    </ol>
  );
}

function Step({ step, testId }: { step: StepperStep; testId: string | undefined }) {
  const { icon: Icon, word } = marks[step.state];
  const idle = step.state === "waiting" || step.state === "skipped";
  return (
    <li className={styles.step} data-testid={testId} data-state={step.state}>
      <span className={classes(styles.icon, styles[step.state])}>
        <Icon size={16} aria-hidden="true" />
      </span>
      <div className={styles.body}>
        <p className={classes(styles.name, idle && styles.idle)}>
          {step.name}
          <span className="visually-hidden">: {word}</span>
        </p>
        <p className={classes(styles.detail, idle && styles.idle, "selectable")}>
          <UserText text={step.detail} />
          {step.link && <> {step.link}</>}
        </p>
      </div>
      <span className={styles.ms}>{step.ms === undefined || idle ? "" : formatMs(step.ms)}</span>
      {step.problem && <div className={styles.problem}>{step.problem}</div>}
      {step.more && <div className={styles.more}>{step.more}</div>}
      {step.action && <div className={styles.problem}>{step.action}</div>}
    </li>
  );
}

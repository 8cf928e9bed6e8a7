// The connection test: its steps live, what each said, why one failed, and what to change.
import { Plug, RotateCw } from "lucide-react";

import { writeClipboard } from "../../host/call";
import type { Problem } from "../../host/generated/Problem";
import type { TenantTested } from "../../host/generated/TenantTested";
import { Button } from "../../kit/Button";
import { CopyButton } from "../../kit/CopyButton";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorCard } from "../../kit/ErrorCard";
import { LinkButton } from "../../kit/LinkButton";
import { formatMs } from "../../kit/format";
import { Stepper } from "../../kit/Stepper";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { useStarted } from "../../state/app";
import styles from "./Connection.module.css";
import { PresentedChainList } from "./PresentedChainList";
import { sentWords } from "./sentWords";
import { testReport } from "./testReport";
import type { TestRun } from "./useConnectionTest";

interface ConnectionTestPaneProps {
  run: TestRun;
  /** Whether what was tested has changed since. */
  isOld: boolean;
  onTest: () => void;
  onCancel: () => void;
  /** Takes over the base URL that was found to work. */
  onBaseUrl: (baseUrl: string) => void;
  /** Shows the recorded exchange of a step. */
  onExchange: (exchangeId: string) => void;
}

export function ConnectionTestPane(props: ConnectionTestPaneProps) {
  const { run, isOld, onTest, onCancel, onBaseUrl, onExchange } = props;
  const isRunning = run.kind === "running";
  const tested = isRunning || run.kind === "done" ? run.tested : undefined;
  return (
    <>
      <div className={styles.bar}>
        <h2 className={styles.title}>Connection test</h2>
        <Outcome run={run} />
        {run.kind === "done" && <span className={styles.time}>{formatMs(run.tested.ms)}</span>}
        <span className={styles.space} />
        {isRunning && (
          <Button onClick={onCancel} data-testid="tenant-test-cancel">
            Cancel
          </Button>
        )}
        {/* It stays: a test that starts by itself puts nothing else under a pointer on its way here. */}
        <Button
          icon={<RotateCw size={14} aria-hidden="true" />}
          aria-disabled={isRunning ? true : undefined}
          onClick={isRunning ? undefined : onTest}
          data-testid="tenant-test"
        >
          {run.kind === "idle" ? "Test" : "Test again"}
        </Button>
      </div>
      <div className={styles.steps} aria-busy={isRunning}>
        {run.kind === "failed" && <ErrorCard error={run.error} />}
        {run.kind === "idle" && <NotTested />}
        {tested && (
          <Steps
            tested={tested}
            onBaseUrl={onBaseUrl}
            // Leaving the form ends a test that runs.
            onExchange={run.kind === "done" ? onExchange : undefined}
          />
        )}
      </div>
      <TestFoot run={run} isOld={isOld} />
    </>
  );
}

function Outcome({ run }: { run: TestRun }) {
  return (
    <span role="status">
      {run.kind === "running" && <Tag tone="info">running</Tag>}
      {run.kind === "failed" && <Tag tone="danger">not run</Tag>}
      {run.kind === "done" &&
        (run.tested.stoppedAt === undefined ? (
          <Tag tone="ok">passed</Tag>
        ) : (
          <Tag tone="danger">stopped at {run.tested.stoppedAt}</Tag>
        ))}
    </span>
  );
}

function NotTested() {
  return (
    <EmptyState
      icon={<Plug size={16} aria-hidden="true" />}
      title="Not tested yet"
      why="The test goes from the name of the host to the first page of users, step by step, and says where it stops."
    />
  );
}

interface StepsProps {
  tested: TenantTested;
  onBaseUrl: (baseUrl: string) => void;
  onExchange: ((exchangeId: string) => void) | undefined;
}

function Steps({ tested, onBaseUrl, onExchange }: StepsProps) {
  return (
    <Stepper
      label="Steps of the connection test"
      testId="test-step"
      steps={tested.steps.map((step) => ({
        name: step.name,
        state: step.state,
        detail: step.detail,
        ms: step.ms,
        link: step.exchange !== undefined && onExchange && (
          <ShowRequest step={step.name} exchangeId={step.exchange} onShow={onExchange} />
        ),
        problem: step.problem && (
          <ProblemCard problem={step.problem} isFailure={step.state === "failed"} />
        ),
        more: step.chain && <PresentedChainList chain={step.chain} />,
        action: step.suggestion !== undefined && (
          <UseBaseUrl baseUrl={step.suggestion} onUse={onBaseUrl} />
        ),
      }))}
    />
  );
}

interface ShowRequestProps {
  step: string;
  exchangeId: string;
  onShow: (exchangeId: string) => void;
}

function ShowRequest({ step, exchangeId, onShow }: ShowRequestProps) {
  return (
    <LinkButton onClick={() => onShow(exchangeId)} data-testid={`test-exchange-${step}`}>
      Show request <span className="visually-hidden">of the step {step}</span>
    </LinkButton>
  );
}

function UseBaseUrl({ baseUrl, onUse }: { baseUrl: string; onUse: (baseUrl: string) => void }) {
  return (
    <Button kind="primary" onClick={() => onUse(baseUrl)} data-testid="use-base-url">
      Use <UserText text={baseUrl} />
    </Button>
  );
}

function ProblemCard({ problem, isFailure }: { problem: Problem; isFailure: boolean }) {
  return (
    <dl className={styles.problem} data-failed={isFailure ? "" : undefined}>
      <dt>Said</dt>
      <dd className="mono selectable">
        <UserText lines text={problem.said} className={styles.said} />
      </dd>
      <dt>Cause</dt>
      <dd className="selectable">
        <UserText text={problem.cause} />
      </dd>
      <dt>Remedy</dt>
      <dd className="selectable">
        <UserText text={problem.remedy} />
      </dd>
    </dl>
  );
}

function TestFoot({ run, isOld }: { run: TestRun; isOld: boolean }) {
  const { version } = useStarted();
  return (
    <div className={styles.foot}>
      <span className={styles.quiet}>
        {run.kind === "done"
          ? sentWords(run.tested)
          : "Only GET requests are sent to the SCIM server."}
        {isOld && " What was tested has changed since: test again."}
      </span>
      <span className={styles.space} />
      {run.kind === "done" && (
        <CopyButton
          wordy
          label="Copy report"
          testId="copy-report"
          copy={() => writeClipboard(testReport(run.draft.baseUrl, run.tested, version))}
        />
      )}
    </div>
  );
}

// Running the connection test: its steps as they come, cancelling it, running it again after a correction that sends no
// secret anywhere new, and finding its end again after a look elsewhere.
import { useEffect, useRef, useState } from "react";

import { asCallError, isCancelled } from "../../host/call";
import type { CallError } from "../../host/call";
import type { TenantDraft } from "../../host/generated/TenantDraft";
import type { TenantTested } from "../../host/generated/TenantTested";
import { useRun } from "../../state/query";
import { secretsKey, wireKey } from "./connectionInput";
import type { EndedRun } from "./testRuns";
import { dropRun, endedRun, keepRun } from "./testRuns";

export type TestRun =
  | { kind: "idle" }
  | { kind: "running"; draft: TenantDraft; tested?: TenantTested }
  | { kind: "done"; draft: TenantDraft; tested: TenantTested }
  | { kind: "failed"; draft: TenantDraft; error: CallError };

export interface ConnectionTest {
  run: TestRun;
  /** Whether what was tested has changed since, and is tested again only where one says so. */
  isOld: boolean;
  start: (draft: TenantDraft) => void;
  cancel: () => void;
}

/** A failed test runs again this long after the last edit of what it depends on. */
const AGAIN_MS = 800;

export function useConnectionTest(
  tenantId: string | undefined,
  draft: TenantDraft,
  isComplete: boolean,
): ConnectionTest {
  const [run, setRun] = useState<TestRun>(() => endedRun(tenantId) ?? { kind: "idle" });
  const running = useRef<AbortController>(null);
  const runCommand = useRun();
  const start = (tested: TenantDraft) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const show = (next: TestRun) => {
      if (running.current !== controller) return;
      if (next.kind === "done" || next.kind === "failed") keepRun(tenantId, next);
      else dropRun(tenantId);
      setRun(next);
    };
    show({ kind: "running", draft: tested });
    runCommand("tenant_test", tested, {
      signal: controller.signal,
      onEvent: (event) => show({ kind: "running", draft: tested, tested: event }),
    }).then(
      (answer) => show({ kind: "done", draft: tested, tested: answer }),
      (reason: unknown) =>
        show(
          isCancelled(reason)
            ? { kind: "idle" }
            : { kind: "failed", draft: tested, error: asCallError(reason) },
        ),
    );
  };
  const cancel = () => {
    running.current?.abort();
    running.current = null;
    setRun({ kind: "idle" });
  };
  useEffect(() => () => running.current?.abort(), []);

  const hasChanged = hasEnded(run) && wireKey(run.draft) !== wireKey(draft);
  // Half a host name may be somebody else's, and half a secret is none: a pause in typing decides about neither.
  const isSafe = hasEnded(run) && secretsKey(run.draft) === secretsKey(draft);
  const again = isComplete && hasChanged && hasFailed(run) && isSafe;
  const key = wireKey(draft);
  useEffect(() => {
    if (!again) return undefined;
    const timer = setTimeout(() => start(draft), AGAIN_MS);
    return () => clearTimeout(timer);
    // Each edit of what the test depends on starts the wait anew; nothing else does.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [again, key]);
  return { run, isOld: hasChanged && !again, start, cancel };
}

function hasEnded(run: TestRun): run is EndedRun {
  return run.kind === "done" || run.kind === "failed";
}

function hasFailed(run: EndedRun): boolean {
  return run.kind === "failed" || run.tested.stoppedAt !== undefined;
}

export interface FieldFault {
  field: string;
  message: string;
}

/** The field that the last test found at fault, until it is edited. */
export function faultOfTest(run: TestRun, draft: TenantDraft): FieldFault | undefined {
  if (run.kind === "idle" || run.kind === "running") return undefined;
  if (wireKey(run.draft) !== wireKey(draft)) return undefined;
  if (run.kind === "failed") {
    const { field, detail } = run.error;
    return field === undefined ? undefined : { field, message: detail };
  }
  const problem = run.tested.steps.find((it) => it.state === "failed")?.problem;
  if (problem?.field === undefined) return undefined;
  return { field: problem.field, message: problem.cause };
}

// Signing in with the browser: what one waits for, how it went, and cancelling it.
import { useEffect, useRef, useState } from "react";

import type { CallError } from "../../host/call";
import { asCallError, isCancelled } from "../../host/call";
import type { SignInWaiting } from "../../host/generated/SignInWaiting";
import type { TenantDraft } from "../../host/generated/TenantDraft";
import type { TenantToken } from "../../host/generated/TenantToken";
import { useRun } from "../../state/query";

/** Who signs in to what: a tenant as it is saved, or as the form has it. */
export type SignInTarget =
  { kind: "tenant"; tenantId: string } | { kind: "draft"; draft: TenantDraft };

export type BrowserRun =
  | { kind: "idle" }
  | { kind: "waiting"; key: string; waiting: SignInWaiting | undefined }
  | { kind: "done"; key: string; target: SignInTarget; token: TenantToken }
  | { kind: "failed"; key: string; error: CallError };

export interface BrowserSignIn {
  run: BrowserRun;
  /** `key` stands for what was signed in for: with another one the outcome is old. */
  start: (target: SignInTarget, key: string) => void;
  cancel: () => void;
}

export function useBrowserSignIn(onDone?: () => void): BrowserSignIn {
  const [run, setRun] = useState<BrowserRun>({ kind: "idle" });
  const running = useRef<AbortController>(null);
  const runCommand = useRun();
  const start = (target: SignInTarget, key: string) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const show = (next: BrowserRun) => {
      if (running.current === controller) setRun(next);
    };
    const options = {
      signal: controller.signal,
      onEvent: (waiting: SignInWaiting) => show({ kind: "waiting", key, waiting }),
    };
    show({ kind: "waiting", key, waiting: undefined });
    const answer =
      target.kind === "tenant"
        ? runCommand("tenant_sign_in", { tenantId: target.tenantId }, options)
        : runCommand("draft_sign_in", target.draft, options);
    answer.then(
      (token) => {
        show({ kind: "done", key, target, token });
        if (running.current === controller) onDone?.();
      },
      (reason: unknown) =>
        show(
          isCancelled(reason)
            ? { kind: "idle" }
            : { kind: "failed", key, error: asCallError(reason) },
        ),
    );
  };
  const cancel = () => {
    running.current?.abort();
    running.current = null;
    setRun({ kind: "idle" });
  };
  useEffect(() => () => running.current?.abort(), []);
  return { run, start, cancel };
}

// The way of a write: worked out, asked about, sent once, told. Nothing here sends anything twice: whatever goes wrong
// begins again with working out what would be sent.
import { asCallError, call } from "../../host/call";
import type { WriteIntent } from "../../host/generated/WriteIntent";
import type { WritePlan } from "../../host/generated/WritePlan";
import type { WriteResult } from "../../host/generated/WriteResult";
import type { WriteSent } from "../../host/generated/WriteSent";
import { desk, isPresent, type WriteJob, type WriteStage } from "./desk";

/** Begins a write, unless another one is not over: two at once could not be told apart. */
export function begin(job: WriteJob, owner: symbol | undefined): void {
  if (desk.read()) {
    job.toast({ title: "Another change is under way", detail: "Try this again when it is done." });
    return;
  }
  const stage = { kind: "preparing", stop: new AbortController() } as const;
  desk.write({ job, stage, owner: isPresent(owner) ? owner : undefined });
  read(job, stage.stop);
}

/** Works out anew what would be sent. */
export function prepare(job: WriteJob): void {
  const stop = new AbortController();
  put(job, { kind: "preparing", stop });
  read(job, stop);
}

function read(job: WriteJob, stop: AbortController): void {
  const { tenantId, intent, run } = job;
  run("write_prepare", { tenantId, intent }, { signal: stop.signal }).then(
    (plan) => {
      if (isAt(job, stop)) follow(job, plan);
    },
    (reason: unknown) => {
      if (isAt(job, stop)) fail(job, reason, false);
    },
  );
}

/** Sends what was worked out. */
export function send(plan: WritePlan, typedName?: string): void {
  const now = desk.read();
  if (!now || plan.plan === undefined || now.stage.kind === "sending") return;
  const { job, stage } = now;
  const { tenantId, run } = job;
  const stop = new AbortController();
  const wasAsked = stage.kind === "asking";
  put(job, { kind: "sending", plan, wasAsked, stop, isStopping: false });
  run(
    "write_send",
    { tenantId, plan: plan.plan, ...(typedName === undefined ? {} : { typedName }) },
    {
      signal: stop.signal,
      onEvent: (progress) => {
        const stage = desk.read()?.stage;
        if (stage?.kind === "sending" && stage.stop === stop) put(job, { ...stage, progress });
      },
    },
  ).then(
    (sent) => tell(job, plan, sent),
    (reason: unknown) => fail(job, reason, true),
  );
}

/** Stops before the next resource; what is on its way is waited for. */
export function stopSending(): void {
  const now = desk.read();
  if (now?.stage.kind !== "sending" || now.stage.isStopping) return;
  put(now.job, { ...now.stage, isStopping: true });
  now.stage.stop.abort();
}

/** It is over, or was never to be. */
export function close(): void {
  const stage = desk.read()?.stage;
  if (stage?.kind === "sending") return;
  if (stage?.kind === "preparing") stage.stop.abort();
  desk.write(undefined);
}

/** Closes what is shown and begins another write in its place. */
export function turnInto(job: WriteJob, intent: WriteIntent): void {
  const owner = desk.read()?.owner;
  close();
  begin(jobFor(job, intent), owner);
}

/** Another write of the same window; who began the first one is not told of it. */
function jobFor({ tenantId, run, navigate, toast }: WriteJob, intent: WriteIntent): WriteJob {
  return { tenantId, run, navigate, toast, intent };
}

/** Leads to where a draft is brought together with what the server has. */
export function mergeFirst(job: WriteJob, draft: string, resourceType: string | undefined): void {
  const { onConflict, navigate, tenantId } = job;
  close();
  if (onConflict) {
    onConflict(draft);
    return;
  }
  if (resourceType !== undefined) {
    navigate.open({ screen: "merge", resourceType, draft });
    return;
  }
  call("draft_read", { tenantId, draft }).then(
    (read) => navigate.open({ screen: "merge", resourceType: read.resourceType, draft }),
    (reason: unknown) => {
      const { title, detail } = asCallError(reason);
      job.toast({ title, detail });
    },
  );
}

/** Where a plan leads. */
function follow(job: WriteJob, plan: WritePlan): void {
  const { blocked } = plan;
  if (blocked?.kind === "readOnly") {
    put(job, { kind: "readOnly" });
  } else if (blocked?.kind === "conflict") {
    job.toast({
      title: "It has changed on the server",
      detail: "Nothing was sent. Bring both versions together, then send.",
    });
    mergeFirst(job, blocked.draft, plan.targets[0]?.resourceType);
  } else if (blocked || plan.plan === undefined) {
    put(job, { kind: "blocked", plan });
  } else if (plan.confirming.kind === "none" && !alwaysAsks(plan)) {
    send(plan);
  } else {
    put(job, { kind: "asking", plan });
  }
}

/** Undoing is shown before it is sent, and deleting is never done by one key; wherever that is. */
function alwaysAsks({ isUndo, kind }: WritePlan): boolean {
  return isUndo || kind === "delete";
}

function tell(job: WriteJob, plan: WritePlan, sent: WriteSent): void {
  job.onSent?.(sent);
  const now = desk.read();
  if (now?.job !== job) return;
  const [only, ...others] = sent.results;
  if (only?.outcome.kind === "done" && others.length === 0) {
    desk.write(undefined);
    sayDone(job, only, now.owner);
  } else if (only === undefined) {
    desk.write(undefined);
  } else {
    put(job, { kind: "told", plan, sent });
  }
}

function sayDone(job: WriteJob, result: WriteResult, owner: symbol | undefined): void {
  const { outcome, words, change, canUndo } = result;
  const reads = outcome.kind === "done" ? outcome.reads : 1;
  job.toast({
    title: words,
    ...(reads > 1 ? { detail: `The server showed it after ${reads} reads.` } : {}),
    ...(canUndo && change !== undefined
      ? {
          action: {
            label: "Undo",
            onAct: () => begin(jobFor(job, { kind: "undo", change }), owner),
          },
        }
      : {}),
  });
}

function fail(job: WriteJob, reason: unknown, wasSending: boolean): void {
  const error = asCallError(reason);
  if (desk.read()?.job !== job) return;
  if (error.code === "readOnly") put(job, { kind: "readOnly" });
  else if (error.code === "cancelled" && !wasSending) desk.write(undefined);
  else put(job, { kind: "failed", error, wasSending });
}

function put(job: WriteJob, stage: WriteStage): void {
  const now = desk.read();
  if (now?.job === job) desk.write({ ...now, stage });
}

/** Whether this is still what is being worked out. */
function isAt(job: WriteJob, stop: AbortController): boolean {
  const now = desk.read();
  return now?.job === job && now.stage.kind === "preparing" && now.stage.stop === stop;
}

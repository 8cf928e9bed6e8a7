// Plans, outcomes and changes for tests: a change of a title, and what may come of it.
import type { Change } from "../host/generated/Change";
import type { ChangeEntry } from "../host/generated/ChangeEntry";
import type { PendingChange } from "../host/generated/PendingChange";
import type { FoundChange } from "../host/generated/FoundChange";
import type { RequestShown } from "../host/generated/RequestShown";
import type { WriteOutcome } from "../host/generated/WriteOutcome";
import type { WritePlan } from "../host/generated/WritePlan";
import type { WriteResult } from "../host/generated/WriteResult";
import type { WriteSent } from "../host/generated/WriteSent";
import type { WriteTarget } from "../host/generated/WriteTarget";
import { aGuard, unlockedNow } from "./fixtures";

export function aPendingChange(changed: Partial<PendingChange> = {}): PendingChange {
  return {
    path: "title",
    pointer: "/title",
    op: "replace",
    before: "Payment Operations Analyst",
    after: "Payment Operations Lead",
    secret: false,
    ...changed,
  };
}

export function aRequest(changed: Partial<RequestShown> = {}): RequestShown {
  const text = '{"Operations":[{"op":"replace","path":"title","value":"Payment Operations Lead"}]}';
  return {
    method: "PATCH",
    url: "https://scim.aurelia-bank.eu/scim/v2/Users/u1",
    headers: [
      { name: "Authorization", value: "Bearer ••••" },
      { name: "If-Match", value: 'W/"7"' },
    ],
    body: { text, isUtf8: true, isJson: true, sizeBytes: text.length },
    ...changed,
  };
}

export function aTarget(changed: Partial<WriteTarget> = {}): WriteTarget {
  return {
    resourceType: "User",
    id: "u1",
    title: "Nadia El Fassi",
    changes: [aPendingChange()],
    request: aRequest(),
    precondition: "ifMatch",
    lost: [],
    ...changed,
  };
}

/** A plan that a button confirms, on an unlocked production tenant. */
export function aPlan(changed: Partial<WritePlan> = {}): WritePlan {
  return {
    plan: "p1",
    validSeconds: 600,
    kind: "update",
    isUndo: false,
    question: "Send 1 change to Nadia El Fassi?",
    method: "patch",
    confirming: { kind: "button" },
    targets: [aTarget()],
    skipped: [],
    notes: [],
    canDisable: false,
    guard: aGuard({ unlocked: unlockedNow() }),
    ...changed,
  };
}

/** Deleting one resource of production. */
export function aDeletion(changed: Partial<WritePlan> = {}): WritePlan {
  const request = aRequest({ method: "DELETE" });
  delete request.body;
  return aPlan({
    kind: "delete",
    question: "Delete Nadia El Fassi?",
    confirming: { kind: "typeName", name: "Aurelia Bank" },
    targets: [aTarget({ changes: [], request, json: "{}" })],
    notes: ["SCIM has no undelete. Undoing creates it again, with a new id."],
    canDisable: true,
    ...changed,
  });
}

export function aResult(outcome: WriteOutcome, changed: Partial<WriteResult> = {}): WriteResult {
  return {
    resourceType: "User",
    id: "u1",
    title: "Nadia El Fassi",
    outcome,
    words: "Changed Nadia El Fassi, title changed",
    change: "c1",
    canUndo: outcome.kind === "done",
    exchange: "e9",
    ...changed,
  };
}

export function sentAs(outcome: WriteOutcome, changed: Partial<WriteResult> = {}): WriteSent {
  return { results: [aResult(outcome, changed)] };
}

export const DONE: WriteOutcome = { kind: "done", reads: 1 };

export function aChangeEntry(changed: Partial<ChangeEntry> = {}): ChangeEntry {
  return {
    change: "c1",
    at: "2026-10-15T07:41:09Z",
    kind: "update",
    resourceType: "User",
    id: "u1",
    title: "Nadia El Fassi",
    words: "Changed Nadia El Fassi, title changed",
    outcome: "done",
    canUndo: true,
    exchange: "e9",
    changes: [
      {
        path: "title",
        before: "Payment Operations Analyst",
        after: "Payment Operations Lead",
      },
    ],
    ...changed,
  };
}

export function aFoundChange(changed: Partial<FoundChange> = {}): FoundChange {
  return {
    seenBefore: "2026-10-15T08:02:00Z",
    seenAt: "2026-10-15T20:10:00Z",
    exchangeBefore: "e10",
    exchange: "e11",
    lastModified: "2026-10-15T19:55:00Z",
    changes: [{ path: "manager.displayName", before: "Ingrid Ström", after: "Kwame Nkansah" }],
    ...changed,
  };
}

export function aChange(changed: Partial<Change> = {}): Change {
  const { text = "" } = aRequest().body ?? {};
  return {
    entry: aChangeEntry(),
    differences: [],
    before: '{"title":"Payment Operations Analyst"}',
    after: '{"title":"Payment Operations Lead"}',
    method: "PATCH",
    url: "https://scim.aurelia-bank.eu/scim/v2/Users/u1",
    body: { text, isUtf8: true, isJson: true, sizeBytes: text.length },
    ...changed,
  };
}

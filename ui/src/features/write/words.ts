// What is said about a write before it is sent, while it is, and after. Pure.
import type { WriteOutcome } from "../../host/generated/WriteOutcome";
import type { WritePlan } from "../../host/generated/WritePlan";
import type { WriteProgress } from "../../host/generated/WriteProgress";
import type { WriteResult } from "../../host/generated/WriteResult";
import { formatNumber } from "../../kit/format";
import type { NoteTone } from "../../kit/Note";

/** Above this many, resources are counted instead of listed one by one. */
export const LISTED = 25;

/** "One PATCH with If-Match. If somebody changed it meanwhile, the server refuses it and nothing is written." */
export function guardWords({ targets, kind }: WritePlan): string {
  const [first] = targets;
  if (!first) return "";
  const requests =
    targets.length === 1
      ? `One ${first.request.method}`
      : `${formatNumber(targets.length)} ${first.request.method} requests, one after the other`;
  const kinds = new Set(targets.map(({ precondition }) => precondition));
  if (kinds.size > 1) return `${requests}. Each was read just before, and is guarded as it can be.`;
  switch (first.precondition) {
    case "ifMatch":
      return `${requests} with If-Match. If somebody changed it meanwhile, the server refuses it and nothing is written.`;
    case "readAgain":
      return `${requests}. The server gives no versions, so it is read again just before.`;
    case "none":
      return kind === "create"
        ? `${requests}. Nothing is there yet that it could undo.`
        : `${requests}. Only single values are added or taken out, so nobody else's change is undone.`;
  }
}

/** "Sending 3 of 14". */
export function progressWords(progress: WriteProgress | undefined, count: number): string {
  const of = (at: number) =>
    count > 1 ? ` ${formatNumber(at + 1)} of ${formatNumber(count)}` : "";
  if (!progress) return "Sending";
  switch (progress.kind) {
    case "sending":
      return `Sending${of(progress.at)}`;
    case "readingBack":
      return `Reading back${of(progress.at)}`;
    case "waiting":
      return `Waiting for the server to show it${of(progress.at)}, read ${formatNumber(progress.reads)} ${progress.reads === 1 ? "time" : "times"}`;
  }
}

/** How much of a write is over, from 0 to 1. */
export function progressPart(
  progress: WriteProgress | undefined,
  count: number,
): number | undefined {
  return progress && count > 1 ? progress.at / count : undefined;
}

type OutcomeKind = WriteOutcome["kind"];

/** The heading over one outcome. */
export const outcomeTitles: Record<OutcomeKind, string> = {
  done: "It was done",
  differs: "Done, but not as intended",
  accepted: "The server will do it later",
  notReadBack: "Done, but not read back",
  refused: "The server refused it",
  conflict: "Somebody changed it meanwhile",
  falseConflict: "The server sees a conflict that is not there",
  unknown: "Nobody knows whether it was done",
  notSent: "It was not sent",
};

/** What was to be done, with whether it was before it: the words alone tell it as done. */
export function toldWords({ outcome, title, words }: WriteResult): string {
  if (words === "") return title;
  switch (outcome.kind) {
    case "refused":
    case "conflict":
    case "falseConflict":
    case "notSent":
      return `Not done: ${words}`;
    case "unknown":
      return `Perhaps done: ${words}`;
    case "accepted":
      return `Not done yet: ${words}`;
    case "done":
    case "differs":
    case "notReadBack":
      return words;
  }
}

/** The same as a word in a list of several. */
export const outcomeNames: Record<OutcomeKind, string> = {
  done: "done",
  differs: "not as intended",
  accepted: "later",
  notReadBack: "not read back",
  refused: "refused",
  conflict: "conflict",
  falseConflict: "false conflict",
  unknown: "unknown",
  notSent: "not sent",
};

export const outcomeTones: Record<OutcomeKind, NoteTone> = {
  done: "ok",
  differs: "warn",
  accepted: "info",
  notReadBack: "warn",
  refused: "danger",
  conflict: "warn",
  falseConflict: "warn",
  unknown: "warn",
  notSent: "info",
};

/** "12 done, 1 refused, 1 not sent", the most common first. */
export function countsInWords(results: readonly WriteResult[]): string {
  const counts = new Map<OutcomeKind, number>();
  for (const { outcome } of results) counts.set(outcome.kind, (counts.get(outcome.kind) ?? 0) + 1);
  return [...counts]
    .sort((one, other) => other[1] - one[1])
    .map(([kind, count]) => `${formatNumber(count)} ${outcomeNames[kind]}`)
    .join(", ");
}

/** What stands on the button that sends. */
export function sendWord({ kind, isUndo, targets }: WritePlan): string {
  const many = targets.length > 1 ? ` ${formatNumber(targets.length)}` : "";
  if (isUndo) return `Undo${many}`;
  switch (kind) {
    case "delete":
      return `Delete${many}`;
    case "disable":
      return `Disable${many}`;
    case "enable":
      return `Enable${many}`;
    case "create":
      return "Create";
    case "update":
    case "members":
      return "Send";
  }
}

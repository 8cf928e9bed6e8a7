// What changes and their outcomes are called. Pure.
import type { ChangeEntry } from "../../host/generated/ChangeEntry";
import type { ChangeKind } from "../../host/generated/ChangeKind";
import type { ChangeOutcome } from "../../host/generated/ChangeOutcome";

export const kindNames: Record<ChangeKind, string> = {
  create: "Created",
  update: "Changed",
  disable: "Disabled",
  enable: "Enabled",
  delete: "Deleted",
  members: "Members",
};

export const kinds = Object.keys(kindNames) as ChangeKind[];

/** What became of a change: a word, and a tone that says the same. */
export const outcomeNames: Record<ChangeOutcome, string> = {
  sending: "not finished",
  done: "done",
  differs: "not as intended",
  accepted: "later",
  notReadBack: "not read back",
  refused: "refused",
  unknown: "unknown",
};

export const outcomeTones: Record<ChangeOutcome, "ok" | "info" | "warn" | "danger"> = {
  sending: "warn",
  done: "ok",
  differs: "warn",
  accepted: "info",
  notReadBack: "warn",
  refused: "danger",
  unknown: "warn",
};

/** A sentence about what is not clear from the word alone. */
export const outcomeMeanings: Record<ChangeOutcome, string> = {
  sending:
    "It is being sent, or Scimscope was closed while it was: nobody knows whether it was done.",
  done: "It was read back, and is as intended.",
  differs: "The server answered that it was done, and has something else.",
  accepted: "The server took it on, to be done later.",
  notReadBack: "The server answered that it was done; it was not read back.",
  refused: "The server refused it. Nothing was changed.",
  unknown: "It was on its way, and nobody knows whether it was done.",
};

/** Whether its resource can be looked at: it has an id, and was not deleted by this. */
export function leadsSomewhere({ id, kind, outcome }: ChangeEntry): boolean {
  return id !== undefined && (kind !== "delete" || outcome === "refused");
}

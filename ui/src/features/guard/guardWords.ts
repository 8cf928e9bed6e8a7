// What the write guard of a tenant is called, what it means, and what became of it. Pure.
import type { Environment } from "../../host/generated/Environment";
import type { GuardEnd } from "../../host/generated/GuardEnd";
import type { GuardEvent } from "../../host/generated/GuardEvent";
import type { GuardMode } from "../../host/generated/GuardMode";

/** The ways to guard a tenant, the strictest first. */
export const guardModes: readonly GuardMode[] = ["readOnly", "confirm", "free"];

export const modeNames: Record<GuardMode, string> = {
  readOnly: "Read-only",
  confirm: "Confirm each",
  free: "Free",
};

export const modeMeanings: Record<GuardMode, string> = {
  readOnly:
    "Nothing is written unless somebody unlocks it with a reason, for 15 minutes. Each write is confirmed even then.",
  confirm: "Each write is shown as it will be sent, and waits until somebody confirms it.",
  free: "Writes are sent without asking. For servers that nobody depends on.",
};

/** How a tenant stands, behind its environment: "Production, read-only". */
export const modeStates: Record<GuardMode, string> = {
  readOnly: "read-only",
  confirm: "confirms writes",
  free: "writes free",
};

export function isLooser(mode: GuardMode, than: GuardMode): boolean {
  return guardModes.indexOf(mode) > guardModes.indexOf(than);
}

/** What is usual for a kind of tenant; a new one can be stricter. */
export const usualGuards: Record<Environment, GuardMode> = {
  production: "readOnly",
  staging: "confirm",
  test: "free",
  development: "free",
  sandbox: "free",
};

/** How a new tenant will be guarded: as chosen, but never looser than is usual for its kind. */
export function guardOfNew(chosen: GuardMode | undefined, environment: Environment): GuardMode {
  const usual = usualGuards[environment];
  return chosen === undefined || isLooser(chosen, usual) ? usual : chosen;
}

/** Why a tenant is read-only again. */
export const endWords: Record<GuardEnd, string> = {
  timeOver: "The 15 minutes are over.",
  slept:
    "This computer slept, or its clock was set, so nobody knows how much of the time was left.",
  byHand: "It was locked in another window.",
  left: "The window that had unlocked it showed another tenant or was closed.",
  changed: "Its connection was changed.",
};

export const eventWords: Record<GuardEvent, string> = {
  unlocked: "Unlocked for 15 minutes",
  timeOver: "Locked, the time was over",
  slept: "Locked after sleep",
  byHand: "Locked by hand",
  left: "Locked, its window left",
  changed: "Locked, connection changed",
  quit: "Locked, Scimscope was quit",
  setReadOnly: "Made read-only",
  setConfirm: "Set to confirm each write",
  setFree: "Set to free writes",
  unverified: "Certificates no longer verified",
  verified: "Certificates verified again",
  plainHttp: "Plain http allowed",
  noPlainHttp: "Plain http no longer allowed",
};

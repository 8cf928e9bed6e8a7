// Write guards for tests and for looking at screens: they lock and unlock, and keep their log, as the backend does.
import type { GuardEvent } from "../host/generated/GuardEvent";
import type { GuardLogEntry } from "../host/generated/GuardLogEntry";
import type { GuardMode } from "../host/generated/GuardMode";
import type { GuardState } from "../host/generated/GuardState";
import type { Answers } from "./fakeHost";
import { aGuard, tenantOpened, unlockedNow } from "./fixtures";

const setTo: Record<GuardMode, GuardEvent> = {
  readOnly: "setReadOnly",
  confirm: "setConfirm",
  free: "setFree",
};

/** Answers that remember; each test takes its own. */
export function guardAnswers(first: GuardState = aGuard()): Answers {
  let guard = first;
  const log: GuardLogEntry[] = [];
  const note = (event: GuardEvent, reason?: string) => {
    const at = new Date().toISOString();
    log.unshift({ at, event, ...(reason === undefined || reason === "" ? {} : { reason }) });
  };
  const { tenantId } = first;
  return {
    guard_read: (asked) =>
      asked.tenantId === tenantId
        ? guard
        : { tenantId: asked.tenantId, mode: tenantOpened(asked.tenantId).tenant.guard },
    guard_unlock: ({ reason }) => {
      note("unlocked", reason);
      guard = { tenantId, mode: guard.mode, unlocked: unlockedNow() };
      return guard;
    },
    guard_lock: () => {
      note("byHand");
      guard = { tenantId, mode: guard.mode, ended: "byHand" };
      return guard;
    },
    guard_set: ({ mode, reason }) => {
      note(setTo[mode], reason);
      guard = { tenantId, mode };
      return guard;
    },
    guard_log: () => log.map((it) => it),
  };
}

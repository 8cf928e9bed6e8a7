// The pause that the requests of a tenant wait for, by the second.
import type { Pacing } from "../../host/generated/Pacing";
import type { Wait } from "../../host/generated/Wait";
import { secondsUntil, useTicking } from "../../kit/countdown";
import { usePacing } from "../../state/pacing";

export interface Pause {
  wait: Wait;
  /** How many requests wait. */
  waiting: number;
  quota: Pacing["quota"];
  /** How long still. */
  seconds: number;
}

/** Undefined while nothing waits. */
export function usePause(tenantId: string): Pause | undefined {
  const pacing = usePacing(tenantId);
  const now = useTicking([pacing?.wait?.until]);
  if (!pacing?.wait) return undefined;
  const { wait, waiting, quota } = pacing;
  return { wait, waiting, quota, seconds: secondsUntil(wait.until, now) ?? 0 };
}

// Writing to a tenant, for any screen: begin it, draw what it asks and tells. One write at a time in a window.
import { type ReactNode, useEffect, useState } from "react";

import type { WriteIntent } from "../../host/generated/WriteIntent";
import { useToast } from "../../kit/Toast";
import { useNavigate } from "../../state/navigation";
import { useRun } from "../../state/query";
import { useStore } from "../../state/store";
import { attend, desk, type WriteOptions } from "./desk";
import { begin } from "./engine";
import { WriteDialog } from "./WriteDialog";

export interface Write {
  /** Works out what would be sent, asks where that is asked about, sends it once, and tells what came of it. */
  start: (intent: WriteIntent, options?: WriteOptions) => void;
  /** What is asked and told; drawn by whoever uses the hook. */
  dialog: ReactNode;
  /** Something is being worked out or sent that was begun here. */
  busy: boolean;
}

export function useWrite(tenantId: string): Write {
  const [owner] = useState(() => Symbol("write"));
  const run = useRun();
  const navigate = useNavigate();
  const toast = useToast();
  const now = useStore(desk);
  useEffect(() => attend(owner), [owner]);
  const mine = now?.owner === owner ? now : undefined;
  return {
    start: (intent, options = {}) =>
      begin({ tenantId, intent, run, navigate, toast, ...options }, owner),
    dialog: mine && <WriteDialog desk={mine} />,
    busy: mine?.stage.kind === "preparing" || mine?.stage.kind === "sending",
  };
}

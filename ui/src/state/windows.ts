// The windows that are open, and which tenant each shows.
import type { QueryClient } from "@tanstack/react-query";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { call } from "../host/call";
import type { WindowShown } from "../host/generated/WindowShown";
import { useStarted } from "./app";
import { keyOf, queryOf, writeSaid } from "./query";

/** Writes what the backend says of the windows. */
export function writeWindows(client: QueryClient, windows: WindowShown[]): void {
  writeSaid(client, keyOf("window_list", {}), windows);
}

/** The other windows that show a tenant, by their numbers. */
export function useOtherWindows(): (tenantId: string) => number[] {
  const { window } = useStarted();
  const windows = useQuery(queryOf("window_list", {})).data ?? [];
  return (tenantId) =>
    windows
      .filter((it) => it.window !== window && it.tenantId === tenantId)
      .map(({ number }) => number);
}

/** What another window is called; undefined for this one. */
export function useOtherWindow(window: string | undefined): string | undefined {
  const { window: own } = useStarted();
  const windows = useQuery(queryOf("window_list", {})).data ?? [];
  if (window === undefined || window === own) return undefined;
  const number = windows.find((it) => it.window === window)?.number;
  return number === undefined ? "another window" : `window ${number}`;
}

/** Tells the backend which tenant this window shows; the shell calls it once. */
export function useTellShown(tenantId: string | undefined): void {
  useEffect(() => {
    call("tenant_show", tenantId === undefined ? {} : { tenantId }).catch(() => {
      // Only the tags of other windows are older than they could be, and what was unlocked ends by itself.
    });
  }, [tenantId]);
}

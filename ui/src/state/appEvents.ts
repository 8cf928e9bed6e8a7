// What the backend says unasked, turned into fresh caches and notices.
import type { QueryClient } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { onAppEvent } from "../host/call";
import type { AppEvent } from "../host/generated/AppEvent";
import { commandTags } from "../host/generated/commands";
import { thisWindow, writeStorage } from "./app";
import { forgetWidths } from "./columnWidths";
import { dropLeft, readLeft } from "./left";
import { removeAnswersOf, resetAnswersOf } from "./query";
import { writeGuard } from "./guard";
import { writePacing } from "./pacing";
import { writeRateLimits } from "./rateLimits";
import { createStore, useStore } from "./store";
import { writeTraffic } from "./traffic";
import { writeWindows } from "./windows";

/** Exchanges come in bursts; the list of them is read again at most this often. */
const LIST_AGAIN_MS = 300;
/** An exchange is counted so much later: whoever asked for it sees its answer first. */
const COUNTED_AFTER_MS = 50;

/** What asks for the exchanges that fetch tokens. */
const TOKEN_REQUEST = "Access token";

const recordingFailed = createStore<string | undefined>(undefined);

/** Why exchanges are not being recorded, until somebody has read it. */
export function useRecordingFailed(): [string | undefined, () => void] {
  return [useStore(recordingFailed), () => recordingFailed.write(undefined)];
}

/** Listens to the backend; the app calls it once. */
export function useAppEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    const recorded: AppEvent[] = [];
    const counted = later(COUNTED_AFTER_MS, () => {
      for (const event of recorded.splice(0)) hear(client, event);
    });
    const listed = later(LIST_AGAIN_MS, () => {
      void client.invalidateQueries({ queryKey: ["exchanges"] });
    });
    const stop = onAppEvent((event) => {
      if (event.kind !== "exchangeRecorded") {
        hear(client, event);
        return;
      }
      recorded.push(event);
      counted.ask();
      listed.ask();
    });
    return () => {
      stop();
      counted.stop();
      listed.stop();
    };
  }, [client]);
}

function hear(client: QueryClient, event: AppEvent): void {
  switch (event.kind) {
    case "exchangeRecorded":
      writeTraffic(client, event.exchange, event.tenantTotal);
      writeRateLimits(client, event.exchange, event.rateLimits);
      if (event.exchange.askedBy === TOKEN_REQUEST) {
        void client.invalidateQueries({ queryKey: ["token"] });
      }
      return;
    case "recordingFailed":
      recordingFailed.write(event.reason);
      return;
    case "tenantsChanged":
      void client.invalidateQueries({ queryKey: ["tenants"] });
      return;
    case "tenantClosed":
      // Whoever did it here knows when to open it again.
      if (event.window !== thisWindow(client)) resetAnswersOf(client, event.tenantId);
      return;
    case "tenantForgotten":
      removeAnswersOf(client, event.tenantId);
      forgetWidths(event.tenantId);
      dropLeft(event.tenantId);
      for (const tag of commandTags.tenant_forget.stales) {
        void client.invalidateQueries({ queryKey: [tag] });
      }
      return;
    case "windowsChanged":
      writeWindows(client, event.windows);
      return;
    case "eventsMissed":
      void client.invalidateQueries();
      return;
    case "guardChanged":
      writeGuard(client, event.guard);
      return;
    case "pacingChanged":
      writePacing(client, event.pacing);
      return;
    case "storageChanged":
      writeStorage(client, event.storage);
      void readLeft();
      for (const tag of commandTags.storage_retry.stales) {
        void client.invalidateQueries({ queryKey: [tag] });
      }
      return;
  }
}

/** Does something once after a while, however often it is asked for meanwhile. */
function later(ms: number, run: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, ms);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

// What the backend says unasked, turned into fresh caches and notices.
import type { QueryClient } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { onAppEvent } from "../host/call";
import type { AppEvent } from "../host/generated/AppEvent";
import { commandTags } from "../host/generated/commands";
import { writeStorage } from "./app";
import { writeRateLimits } from "./rateLimits";
import { createStore, useStore } from "./store";
import { writeTraffic } from "./traffic";

/** Exchanges come in bursts; the list of them is read again at most this often. */
const LIST_AGAIN_MS = 300;

const recordingFailed = createStore<string | undefined>(undefined);

/** Why exchanges are not being recorded, until somebody has read it. */
export function useRecordingFailed(): [string | undefined, () => void] {
  return [useStore(recordingFailed), () => recordingFailed.write(undefined)];
}

/** Listens to the backend; the app calls it once. */
export function useAppEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    const later = listAgainLater(client);
    const stop = onAppEvent((event) => {
      hear(client, event);
      if (event.kind === "exchangeRecorded") later.ask();
    });
    return () => {
      stop();
      later.stop();
    };
  }, [client]);
}

function hear(client: QueryClient, event: AppEvent): void {
  switch (event.kind) {
    case "exchangeRecorded":
      writeTraffic(client, event.exchange, event.tenantTotal);
      writeRateLimits(client, event.exchange, event.rateLimits);
      return;
    case "recordingFailed":
      recordingFailed.write(event.reason);
      return;
    case "storageChanged":
      writeStorage(client, event.storage);
      for (const tag of commandTags.storage_retry.stales) {
        void client.invalidateQueries({ queryKey: [tag] });
      }
      return;
  }
}

function listAgainLater(client: QueryClient) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: ["exchanges"] });
      }, LIST_AGAIN_MS);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

// The host that the window runs in. The only file that imports Tauri.
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { AppEvent } from "./generated/AppEvent";
import type { CallOptions, CommandName, Commands, Host } from "./types";

export function tauriHost(): Host {
  return { call: callBackend, onAppEvent: listenToBackend, writeClipboard };
}

/** A call that was made before the interface was read (public/early.js). */
interface EarlyCall {
  name: string;
  request: unknown;
  callId: string;
  answer: Promise<unknown>;
}

declare global {
  // Made by a script that is no module.
  var scimscopeEarly: EarlyCall[] | undefined;
}

let lastCall = 0;

async function callBackend<N extends CommandName>(
  name: N,
  request: Commands[N]["request"],
  options: CallOptions<N> = {},
): Promise<Commands[N]["answer"]> {
  const { signal, onEvent } = options;
  const early = takeEarly(name, request);
  lastCall += 1;
  const callId = early?.callId ?? `${Date.now().toString(36)}-${lastCall}`;
  const events = new Channel<Commands[N]["event"]>((event) => {
    if (!signal?.aborted) onEvent?.(event);
  });
  const cancel = () => {
    void invoke("call", {
      name: "call_cancel",
      request: { callId },
      callId: `${callId}-cancel`,
      events: new Channel(),
    });
  };
  signal?.throwIfAborted();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    if (early) return (await early.answer) as Commands[N]["answer"];
    return await invoke<Commands[N]["answer"]>("call", { name, request, callId, events });
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

/** The same call, made early: its answer is as good as that of a new one, once. */
function takeEarly(name: string, request: unknown): EarlyCall | undefined {
  const calls = globalThis.scimscopeEarly ?? [];
  const wanted = JSON.stringify(request);
  const at = calls.findIndex((it) => it.name === name && JSON.stringify(it.request) === wanted);
  return at < 0 ? undefined : calls.splice(at, 1)[0];
}

function listenToBackend(listener: (event: AppEvent) => void): () => void {
  const listening = listen<AppEvent>("app-event", (event) => listener(event.payload));
  return () => {
    void listening.then((stop) => stop());
  };
}

// The clipboard plugin's own command: its npm package only wraps this line.
function writeClipboard(text: string): Promise<void> {
  return invoke("plugin:clipboard-manager|write_text", { text });
}

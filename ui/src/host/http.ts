// The host that a plain browser runs in, for tests: the same commands over HTTP on this computer. Never part of
// the app, whose bundle does not hold this file.
import type { AppEvent } from "./generated/AppEvent";
import type { UiError } from "./generated/UiError";
import type { CallOptions, CommandName, Commands, Host } from "./types";

/** One line of an answer: events as they happen, then how the call ended. */
interface Line {
  event?: unknown;
  answer?: unknown;
  error?: UiError;
}

/** The token that the address of this page carries behind its `#`, where no server sees it. */
export function tokenOfAddress(fragment: string): string {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("token") ?? "";
}

export function httpHost(token: string): Host {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  let lastCall = 0;

  const call = async <N extends CommandName>(
    name: N,
    request: Commands[N]["request"],
    options: CallOptions<N> = {},
  ): Promise<Commands[N]["answer"]> => {
    const { signal, onEvent } = options;
    lastCall += 1;
    const body = JSON.stringify({ name, request, callId: String(lastCall) });
    // Closing the connection is what cancels a call here.
    const response = await fetch("/call", {
      method: "POST",
      headers,
      body,
      signal: signal ?? null,
    });
    for await (const line of linesOf(response)) {
      if (line.error) throw asThrown(line.error);
      if ("answer" in line) return line.answer as Commands[N]["answer"];
      if (!signal?.aborted) onEvent?.(line.event as Commands[N]["event"]);
    }
    throw new Error(`The test host ended ${name} without an answer.`);
  };

  return {
    call,
    onAppEvent(listener) {
      const listening = new AbortController();
      void listen(headers, listener, listening.signal);
      return () => listening.abort();
    },
    writeClipboard: (text) => navigator.clipboard.writeText(text),
  };
}

async function listen(
  headers: Record<string, string>,
  listener: (event: AppEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const response = await fetch("/events", { headers, signal });
    for await (const line of linesOf(response)) listener(line.event as AppEvent);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* linesOf(response: Response): AsyncGenerator<Line> {
  if (!response.ok || !response.body) {
    throw new Error(`The test host answered ${response.status}: ${await response.text()}`);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as Line;
  }
}

// The app's bridge rejects with a plain object, as this does; only the linter wants an Error.
function asThrown(error: UiError): Error {
  return error as unknown as Error;
}

// The functions by which the interface reaches its host, whichever host that is.
import type { AppEvent } from "./generated/AppEvent";
import type { ErrorCode } from "./generated/ErrorCode";
import type { UiError } from "./generated/UiError";
import type { CallOptions, CommandName, Commands, Host } from "./types";

let host: Host | undefined;

const CANCELLED: UiError = { code: "cancelled", title: "Cancelled", detail: "", hints: [] };

/** Chooses the host; done once, before anything is drawn (tests choose a fake one). */
export function setHost(chosen: Host): void {
  host = chosen;
}

/** A `UiError` that can be thrown: every rejected call is one. */
export class CallError extends Error implements UiError {
  readonly code: ErrorCode;
  readonly title: string;
  readonly detail: string;
  readonly hints: string[];
  readonly said?: string;
  readonly field?: string;
  readonly exchange?: string;

  constructor(error: UiError) {
    super(error.title);
    this.name = "CallError";
    this.code = error.code;
    this.title = error.title;
    this.detail = error.detail;
    this.hints = error.hints;
    if (error.said !== undefined) this.said = error.said;
    if (error.field !== undefined) this.field = error.field;
    if (error.exchange !== undefined) this.exchange = error.exchange;
  }
}

/** Runs a command. Rejects with a {@link CallError}; a call that was aborted rejects with code `cancelled`. */
export async function call<N extends CommandName>(
  name: N,
  request: Commands[N]["request"],
  options?: CallOptions<N>,
): Promise<Commands[N]["answer"]> {
  // Events travel another way than the answer and may come after it: then they are old news.
  let isSettled = false;
  const onEvent = options?.onEvent;
  const heard: CallOptions<N> = { ...options };
  if (onEvent) {
    heard.onEvent = (event) => {
      if (!isSettled) onEvent(event);
    };
  }
  try {
    return await chosen().call(name, request, heard);
  } catch (error) {
    throw options?.signal?.aborted ? new CallError(CANCELLED) : asCallError(error);
  } finally {
    isSettled = true;
  }
}

export function onAppEvent(listener: (event: AppEvent) => void): () => void {
  return chosen().onAppEvent(listener);
}

export async function writeClipboard(text: string): Promise<void> {
  try {
    await chosen().writeClipboard(text);
  } catch (error) {
    throw asCallError(error);
  }
}

/** Whether a failure is only that somebody cancelled: shown as nothing. */
export function isCancelled(error: unknown): boolean {
  return error instanceof CallError && error.code === "cancelled";
}

/** Anything thrown as an error that a screen can show. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  if (isUiError(error)) return new CallError(error);
  return new CallError({
    code: "internal",
    title: "Scimscope made a mistake",
    detail: error instanceof Error ? error.message : String(error),
    hints: ["Try it again.", "If it happens again, restart Scimscope."],
  });
}

function isUiError(value: unknown): value is UiError {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    "title" in value &&
    "detail" in value
  );
}

function chosen(): Host {
  if (!host) throw new Error("no host has been chosen");
  return host;
}

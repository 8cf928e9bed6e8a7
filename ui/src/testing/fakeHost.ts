// A host for tests and for looking at screens: answers from a table, remembers every call, says events.
import type { AppEvent } from "../host/generated/AppEvent";
import type { UiError } from "../host/generated/UiError";
import type { CallOptions, CommandName, Commands, Host } from "../host/types";
import { appStarted, aToken, tenantOpened } from "./fixtures";

export interface Tools<N extends CommandName> {
  emit: (event: Commands[N]["event"]) => void;
  signal: AbortSignal | undefined;
}

export type Answers = {
  [N in CommandName]?: (
    request: Commands[N]["request"],
    tools: Tools<N>,
  ) => Commands[N]["answer"] | Promise<Commands[N]["answer"]>;
};

export interface RecordedCall {
  name: CommandName;
  request: unknown;
}

export interface FakeHost extends Host {
  /** Every call so far. */
  calls: RecordedCall[];
  /** The requests of one command. */
  requests: <N extends CommandName>(name: N) => Commands[N]["request"][];
  /** What was put on the clipboard. */
  copied: string[];
  /** Says an event of the backend. */
  say: (event: AppEvent) => void;
}

/** An answer that does not come before it is cancelled. */
export async function never(_request: unknown, tools: { signal: AbortSignal | undefined }) {
  return await new Promise<never>((_, reject) => {
    tools.signal?.addEventListener("abort", () => reject(asError(cancelled)));
  });
}

/** An answer that fails. */
export function failing(error: UiError): () => Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the bridge rejects with a plain object
  return () => Promise.reject(error);
}

const cancelled: UiError = { code: "cancelled", title: "Cancelled", detail: "", hints: [] };

const usual: Answers = {
  app_start: () => appStarted(),
  app_ready: () => ({}),
  tenant_list: () => appStarted().tenants,
  tenant_open: ({ tenantId }) => tenantOpened(tenantId),
  base_url_read: ({ text }) => ({
    baseUrl: text.trim(),
    host:
      text
        .trim()
        .replace(/^https?:\/\//, "")
        .split("/")[0] ?? "",
    credentialAllowed: true,
  }),
  resource_type_count: ({ resourceType }) => ({
    totalResults: { User: 5000, Group: 212 }[resourceType] ?? 40,
  }),
  exchanges_list: () => ({ exchanges: [], total: 0, totalIsLeast: false, more: false }),
  secret_provide: () => ({}),
  secret_look: () => ({ oddities: [] }),
  command_read: ({ text }) => {
    const [program = "", ...rest] = text.trim().split(/\s+/);
    return { program, arguments: rest };
  },
  authorities_look: () => ({ certificates: [] }),
  tenant_token: () => aToken(),
  token_renew: () => ({}),
  tenant_sign_out: () => ({}),
  tenant_forget: () => ({}),
  tenant_show: () => ({}),
  left_list: () => [],
  left_keep: () => ({}),
  window_list: () => [{ window: "main", number: 1 }],
  window_open: () => ({ number: 2, isNew: true }),
  call_cancel: () => ({}),
  guard_read: ({ tenantId }) => ({ tenantId, mode: tenantOpened(tenantId).tenant.guard }),
  guard_log: () => [],
  changes_find: () => ({ found: [] }),
  changes_list: () => ({ changes: [], isMore: false, total: 0 }),
  pacing_read: ({ tenantId }) => ({ tenantId, waiting: 0 }),
  wait_stop: () => ({}),
  log_read: () => ({
    path: "/data/scimscope.log",
    text: "2026-10-15T07:41:09Z INFO scimscope started\n",
  }),
  diagnostics_preview: () => ({
    fileName: "scimscope-diagnostics.json",
    text: '{\n  "version": "0.1.0"\n}\n',
    leftOut: ["Names and addresses of tenants.", "Every secret."],
  }),
};

export function fakeHost(answers: Answers = {}): FakeHost {
  const table: Answers = { ...usual, ...answers };
  const calls: RecordedCall[] = [];
  const copied: string[] = [];
  const listeners = new Set<(event: AppEvent) => void>();
  const call = async <N extends CommandName>(
    name: N,
    request: Commands[N]["request"],
    options: CallOptions<N> = {},
  ): Promise<Commands[N]["answer"]> => {
    calls.push({ name, request });
    const answer = table[name];
    if (!answer) throw asError(notAnswered(name));
    const emit = (event: Commands[N]["event"]) => options.onEvent?.(event);
    return await answer(request, { emit, signal: options.signal ?? undefined });
  };
  return {
    call,
    calls,
    copied,
    requests: <N extends CommandName>(name: N) =>
      calls.filter((it) => it.name === name).map((it) => it.request as Commands[N]["request"]),
    onAppEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    writeClipboard(text) {
      copied.push(text);
      return Promise.resolve();
    },
    say(event) {
      for (const listener of listeners) listener(event);
    },
  };
}

function notAnswered(name: string): UiError {
  return { code: "internal", title: `The test has no answer for ${name}`, detail: "", hints: [] };
}

// The bridge rejects with a plain object, as this does; only the linter wants an Error.
function asError(error: UiError): Error {
  return error as unknown as Error;
}

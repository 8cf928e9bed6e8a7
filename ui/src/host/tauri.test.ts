// How the window's calls reach the backend, and how those that were made early are taken over.
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, expect, it } from "vitest";

import { CallError } from "./call";
import type { UiError } from "./generated/UiError";
import { tauriHost } from "./tauri";

afterEach(() => {
  clearMocks();
  globalThis.scimscopeEarly = undefined;
});

interface Asked {
  name: string;
  request: unknown;
  callId: string;
}

/** Notes what reaches the backend, which answers each call with its name. */
function listening(): Asked[] {
  const asked: Asked[] = [];
  mockIPC((_, call) => {
    const { name, request, callId } = call as unknown as Asked;
    asked.push({ name, request, callId });
    return { answered: name };
  });
  return asked;
}

it("takes an early answer over once, and asks the next time", async () => {
  const asked = listening();
  const answer = Promise.resolve({ openTenant: "early" });
  globalThis.scimscopeEarly = [{ name: "app_start", request: {}, callId: "e1", answer }];
  const host = tauriHost();
  await expect(host.call("app_start", {})).resolves.toEqual({ openTenant: "early" });
  expect(asked).toEqual([]);
  await expect(host.call("app_start", {})).resolves.toEqual({ answered: "app_start" });
  expect(asked).toHaveLength(1);
});

it("asks itself where the early call was for something else", async () => {
  const asked = listening();
  const answer = Promise.resolve({});
  const request = { tenantId: "sandbox" };
  globalThis.scimscopeEarly = [{ name: "tenant_open", request, callId: "e2", answer }];
  const opened = tauriHost().call("tenant_open", { tenantId: "another" });
  await expect(opened).resolves.toEqual({ answered: "tenant_open" });
  expect(asked).toMatchObject([{ name: "tenant_open", request: { tenantId: "another" } }]);
});

it("cancels an early call under the id that it was made with", async () => {
  const asked = listening();
  let give: (answer: unknown) => void = () => undefined;
  const answer = new Promise<unknown>((resolve) => {
    give = resolve;
  });
  globalThis.scimscopeEarly = [{ name: "app_start", request: {}, callId: "e3", answer }];
  const abort = new AbortController();
  const started = tauriHost().call("app_start", {}, { signal: abort.signal });
  abort.abort();
  give({});
  await started;
  expect(asked).toMatchObject([{ name: "call_cancel", request: { callId: "e3" } }]);
});

it("hands on why an early call failed", async () => {
  listening();
  const failed: UiError = { code: "internal", title: "No", detail: "d", hints: [] };
  const answer = Promise.reject(new CallError(failed));
  globalThis.scimscopeEarly = [{ name: "app_start", request: {}, callId: "e4", answer }];
  await expect(tauriHost().call("app_start", {})).rejects.toMatchObject(failed);
});

// How calls and their events travel to the test host and back.
import { afterEach, expect, it, vi } from "vitest";

import { httpHost, tokenOfAddress } from "./http";

interface Asked {
  path: string;
  authorization: string | null;
  body: unknown;
}

/** Answers every fetch with these pieces of text, as a server may cut them. */
function answering(pieces: string[], status = 200): Asked[] {
  const asked: Asked[] = [];
  const answer = (path: string, init: RequestInit) => {
    const authorization = new Headers(init.headers).get("Authorization");
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    asked.push({ path, authorization, body });
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    return Promise.resolve(new Response(stream, { status }));
  };
  vi.stubGlobal("fetch", answer);
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("brings the token of the address and hands back the answer", async () => {
  const asked = answering(['{"answer":{"total', 'Results":7}}\n']);
  const host = httpHost(tokenOfAddress("#token=abc"));
  const request = { tenantId: "t1", resourceType: "User" };
  await expect(host.call("resource_type_count", request)).resolves.toEqual({ totalResults: 7 });
  expect(asked).toEqual([
    {
      path: "/call",
      authorization: "Bearer abc",
      body: { name: "resource_type_count", request, callId: "1" },
    },
  ]);
});

it("tells the events before the answer, also when lines come together", async () => {
  answering(['{"event":{"a":1}}\n{"event":{"a":2}}\n{"answer":{}}\n']);
  const events: unknown[] = [];
  await httpHost("t").call("app_ready", { screen: "x" }, { onEvent: (it) => events.push(it) });
  expect(events).toEqual([{ a: 1 }, { a: 2 }]);
});

it("rejects with the error of the backend as it is", async () => {
  const error = { code: "unreachable", title: "No", detail: "d", hints: [] };
  answering([`${JSON.stringify({ error })}\n`]);
  await expect(httpHost("t").call("app_start", {})).rejects.toEqual(error);
});

it("says so when the host refuses, or breaks off", async () => {
  answering(["the token is missing or wrong"], 401);
  await expect(httpHost("").call("app_start", {})).rejects.toThrow("401");
  answering(['{"event":{}}\n']);
  await expect(httpHost("t").call("app_start", {})).rejects.toThrow("without an answer");
});

it("hears events until told to stop", async () => {
  answering(['{"event":{"type":"one"}}\n', '{"event":{"type":"two"}}\n']);
  const heard: unknown[] = [];
  const stop = httpHost("t").onAppEvent((event) => heard.push(event));
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  stop();
});

// A server that wants a pause: the status bar counts down and stops the wait, and screens say what they wait for.
import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Pacing } from "../../host/generated/Pacing";
import { directoryAnswers } from "../../testing/fakeDirectory";
import { never } from "../../testing/fakeHost";
import { aPause, appStarted } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

const onProduction = { app_start: () => appStarted({ openTenant: "t1" }) };

test("the status bar says that the server wants a pause, for how long, and stops it", async () => {
  const { user, host } = renderApp(onProduction);
  await screen.findByTestId("nav-User");
  expect(screen.queryByTestId("status-pause")).toBeNull();
  act(() => host.say({ kind: "pacingChanged", pacing: aPause() }));
  expect(await screen.findByTestId("status-pause")).toHaveTextContent(/^pause 2[01] s$/);
  await user.click(screen.getByRole("button", { name: "Stop waiting" }));
  expect(host.requests("wait_stop")).toEqual([{ tenantId: "t1" }]);
  act(() => host.say({ kind: "pacingChanged", pacing: { tenantId: "t1", waiting: 0 } }));
  await waitFor(() => expect(screen.queryByTestId("status-pause")).toBeNull());
});

test.each([
  ["tooManyRequests", "The server asked for a pause", "429 Too Many Requests"],
  ["unavailable", "The server is not available for now", "503 Service Unavailable"],
  ["quotaUsedUp", "The quota of the server is used up", "nothing is left"],
] as const)("the cell opens to why: %s", async (reason, title, source) => {
  const { user, host } = renderApp(onProduction);
  await screen.findByTestId("nav-User");
  act(() => host.say({ kind: "pacingChanged", pacing: aPause({ reason }) }));
  await user.click(await screen.findByTestId("status-pause"));
  const popover = await screen.findByRole("dialog", { name: "Waiting for the server" });
  expect(popover).toHaveTextContent(title);
  expect(popover).toHaveTextContent(source);
  expect(popover).toHaveTextContent("2 requests");
  expect(popover).toHaveTextContent("the first will be sent again, and 2 times more if need be");
  await user.click(within(popover).getByRole("button", { name: "Stop waiting" }));
  expect(host.requests("wait_stop")).toHaveLength(1);
});

test("the pause is said once, without its seconds", async () => {
  const { host } = renderApp(onProduction);
  await screen.findByTestId("nav-User");
  act(() => host.say({ kind: "pacingChanged", pacing: aPause() }));
  await screen.findByTestId("status-pause");
  const bar = within(screen.getByTestId("status-bar"));
  expect(bar.getByRole("status")).toHaveTextContent(
    /^The server asked for a pause until \d\d:\d\d:\d\d$/,
  );
});

test("another tenant's pause is not this one's", async () => {
  const { host } = renderApp(onProduction);
  await screen.findByTestId("nav-User");
  act(() => host.say({ kind: "pacingChanged", pacing: { ...aPause(), tenantId: "t2" } }));
  expect(screen.queryByTestId("status-pause")).toBeNull();
});

test("a tenant that is opened says that it waits, and can be cancelled", async () => {
  const { user } = renderApp({ ...onProduction, tenant_open: never, pacing_read: () => aPause() });
  const opening = await screen.findByTestId("tenant-opening");
  await waitFor(() => expect(opening).toHaveTextContent("The server asked for a pause"));
  expect(opening).toHaveTextContent(/goes on in \d+ s/);
  await user.click(within(opening).getByRole("button", { name: "Cancel" }));
  expect(await screen.findByTestId("welcome-open-sandbox")).toBeVisible();
});

test("a table that is read says that it waits, at once", async () => {
  const { host } = renderApp({ ...onProduction, ...directoryAnswers(), resources_list: never });
  await screen.findByTestId("nav-User");
  act(() => host.say({ kind: "pacingChanged", pacing: aPause() }));
  const wait = await screen.findByTestId("list-wait");
  expect(wait).toHaveTextContent("The server asked for a pause");
  expect(within(wait).getByRole("button", { name: "Cancel" })).toBeVisible();
});

test("a pause that was there before the window is shown", async () => {
  renderApp({ ...onProduction, pacing_read: () => aPause() });
  expect(await screen.findByTestId("status-pause")).toBeVisible();
});

test("a reading that was answered before the pause and comes after it does not hide it", async () => {
  let answer: (pacing: Pacing) => void = () => undefined;
  const before = new Promise<Pacing>((resolve) => (answer = resolve));
  const answers = [() => before];
  const { host } = renderApp({
    ...onProduction,
    pacing_read: () => answers.shift()?.() ?? aPause(),
  });
  await screen.findByTestId("nav-User");
  act(() => host.say({ kind: "pacingChanged", pacing: aPause() }));
  expect(await screen.findByTestId("status-pause")).toBeVisible();
  await act(async () => {
    answer({ tenantId: "t1", waiting: 0 });
    await before;
  });
  await waitFor(() => expect(host.requests("pacing_read")).toHaveLength(2));
  expect(screen.getByTestId("status-pause")).toBeVisible();
});

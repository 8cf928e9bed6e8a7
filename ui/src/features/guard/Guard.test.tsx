// The write guard in the window: what shows it, how it is unlocked and locked, and why it is locked again.
import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";

import type { GuardEnd } from "../../host/generated/GuardEnd";
import { forgetGuards } from "../../state/guard";
import { guardAnswers } from "../../testing/fakeGuard";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { aGuard, anError, appStarted, unlockedNow } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";
import { forgetTables } from "../directory/memory";

beforeEach(() => {
  forgetTables();
  forgetGuards();
});

const header = () => within(screen.getByRole("banner"));
const statusBar = () => within(screen.getByTestId("status-bar"));

async function onProduction(answers: Answers = guardAnswers()) {
  const app = renderApp({ app_start: () => appStarted({ openTenant: "t1" }), ...answers });
  await screen.findByTestId("nav-User");
  return app;
}

async function unlock({ user }: Awaited<ReturnType<typeof onProduction>>, reason = "INC-4711") {
  await user.click(header().getByRole("button", { name: "Unlock" }));
  await user.type(await screen.findByRole("textbox", { name: "Reason" }), reason);
  await user.keyboard("{Enter}");
  await header().findByRole("button", { name: "Lock now" });
}

test("production says in header and status bar that it is read-only", async () => {
  await onProduction();
  expect(header().getByRole("group", { name: "Write guard" })).toHaveTextContent(
    "Productionread-onlyUnlock",
  );
  expect(statusBar().getByRole("button", { name: "Production, read-only" })).toBeVisible();
  expect(screen.getByTestId("app")).not.toHaveAttribute("data-writes");
});

test("unlocking needs a reason, and says what ends it", async () => {
  const { user, host } = await onProduction();
  await user.click(header().getByRole("button", { name: "Unlock" }));
  const dialog = await screen.findByRole("dialog", { name: "Unlock writes to Aurelia Bank?" });
  for (const end of ["15 minutes", "sleeps", "another tenant", "quit"]) {
    expect(dialog).toHaveTextContent(end);
  }
  const reason = within(dialog).getByRole("textbox", { name: "Reason" });
  await waitFor(() => expect(reason).toHaveFocus());
  await user.keyboard("  ");
  await user.click(within(dialog).getByRole("button", { name: /Unlock for 15 minutes/ }));
  expect(reason).toBeInvalid();
  expect(reason).toHaveAccessibleDescription(/A reason is needed/);
  expect(host.requests("guard_unlock")).toEqual([]);
});

test("an unlocked tenant shows it in frame, header and status bar, and counts down", async () => {
  const app = await onProduction();
  await unlock(app);
  expect(app.host.requests("guard_unlock")).toEqual([{ tenantId: "t1", reason: "INC-4711" }]);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.getByTestId("app")).toHaveAttribute("data-writes", "unlocked");
  expect(header().getByRole("group", { name: "Write guard" })).toHaveTextContent(
    /writes on, locks in (15:00|14:5\d)/,
  );
  expect(statusBar().getByRole("button", { name: "Production, writes on" })).toHaveTextContent(
    /(15:00|14:5\d)$/,
  );
});

test("the countdown is told to screen readers by its end, not by the second", async () => {
  const app = await onProduction();
  await unlock(app);
  const said = header().getByRole("status", { name: "" });
  expect(said).toHaveTextContent(/^Writes are on until \d\d:\d\d$/);
  for (const countdown of screen.getAllByTestId("guard-countdown")) {
    expect(countdown).toHaveAttribute("aria-hidden", "true");
    expect(countdown.closest("[role=status], [aria-live]")).toBeNull();
  }
});

test("the button locks at once and keeps the focus", async () => {
  const app = await onProduction();
  await unlock(app);
  await app.user.click(header().getByRole("button", { name: "Lock now" }));
  expect(await header().findByRole("button", { name: "Unlock" })).toHaveFocus();
  expect(app.host.requests("guard_lock")).toEqual([{ tenantId: "t1" }]);
  expect(screen.getByTestId("app")).not.toHaveAttribute("data-writes");
});

test("Ctrl+Shift+L asks for the reason, and locks what is unlocked", async () => {
  const { user, host } = await onProduction();
  await user.keyboard("{Control>}{Shift>}L{/Shift}{/Control}");
  await user.type(await screen.findByRole("textbox", { name: "Reason" }), "INC-1{Enter}");
  await header().findByRole("button", { name: "Lock now" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.keyboard("{Control>}{Shift>}L{/Shift}{/Control}");
  await waitFor(() => expect(host.requests("guard_lock")).toEqual([{ tenantId: "t1" }]));
});

test("the palette unlocks and locks", async () => {
  const { user, host } = await onProduction();
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("unlock writes");
  await user.click(await screen.findByRole("option", { name: /^Unlock writes/ }));
  await user.type(await screen.findByRole("textbox", { name: "Reason" }), "INC-1{Enter}");
  await header().findByRole("button", { name: "Lock now" });
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("lock writes now");
  await user.click(await screen.findByRole("option", { name: /^Lock writes now/ }));
  await waitFor(() => expect(host.requests("guard_lock")).toHaveLength(1));
});

test("what the backend says against a reason stands at the field", async () => {
  const { user } = await onProduction({
    ...guardAnswers(),
    guard_unlock: failing(
      anError({ code: "invalidInput", field: "reason", detail: "It is longer than 500." }),
    ),
  });
  await user.click(header().getByRole("button", { name: "Unlock" }));
  const reason = await screen.findByRole("textbox", { name: "Reason" });
  await user.type(reason, "INC-1{Enter}");
  await waitFor(() => expect(reason).toHaveAccessibleDescription(/It is longer than 500/));
  expect(screen.queryByRole("button", { name: "Lock now" })).toBeNull();
});

test.each<[GuardEnd, RegExp]>([
  ["timeOver", /The 15 minutes are over/],
  ["slept", /This computer slept/],
  ["left", /showed another tenant or was closed/],
  ["changed", /connection was changed/],
  ["byHand", /locked in another window/],
])("a tenant that ended by %s says why", async (ended, words) => {
  const { user, host } = await onProduction({
    guard_read: () => aGuard({ unlocked: unlockedNow() }),
  });
  await header().findByRole("button", { name: "Lock now" });
  act(() => host.say({ kind: "guardChanged", guard: aGuard({ ended }) }));
  const notice = await screen.findByTestId("guard-notice");
  expect(notice).toHaveTextContent("Aurelia Bank is read-only again.");
  expect(notice).toHaveTextContent(words);
  expect(notice.closest("[role=status]")).not.toBeNull();
  await user.click(within(notice).getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByTestId("guard-notice")).toBeNull();
});

test("who locked it here is not told why, and whoever unlocks again has no notice left", async () => {
  const app = await onProduction();
  await unlock(app);
  await app.user.click(header().getByRole("button", { name: "Lock now" }));
  act(() => app.host.say({ kind: "guardChanged", guard: aGuard({ ended: "byHand" }) }));
  expect(screen.queryByTestId("guard-notice")).toBeNull();
  act(() => app.host.say({ kind: "guardChanged", guard: aGuard({ unlocked: unlockedNow() }) }));
  act(() => app.host.say({ kind: "guardChanged", guard: aGuard({ ended: "timeOver" }) }));
  await screen.findByTestId("guard-notice");
  act(() => app.host.say({ kind: "guardChanged", guard: aGuard({ unlocked: unlockedNow() }) }));
  await waitFor(() => expect(screen.queryByTestId("guard-notice")).toBeNull());
});

test("it says why also where the state was read again before the backend said that it ended", async () => {
  let guard = aGuard();
  const { host } = await onProduction({ guard_read: () => guard });
  guard = aGuard({ unlocked: unlockedNow() });
  act(() => host.say({ kind: "guardChanged", guard }));
  await header().findByRole("button", { name: "Lock now" });
  // Saving a changed tenant makes stale what is known of it; by then it is locked.
  guard = aGuard({ ended: "changed" });
  act(() => host.say({ kind: "eventsMissed" }));
  await waitFor(() => expect(screen.getByTestId("app")).not.toHaveAttribute("data-writes"));
  act(() => host.say({ kind: "guardChanged", guard }));
  expect(await screen.findByTestId("guard-notice")).toHaveTextContent("connection was changed");
});

test("the backend hears which tenant the window shows, so that leaving one locks it", async () => {
  const app = await onProduction();
  await unlock(app);
  await app.user.keyboard("{Control>}t{/Control}");
  await screen.findByRole("combobox", { name: "Find a tenant" });
  expect(screen.getByTestId("leaving-locks")).toHaveTextContent("Leaving it locks it again.");
  await app.user.keyboard("1");
  await waitFor(() =>
    expect(app.host.requests("tenant_show")).toEqual([{ tenantId: "t1" }, { tenantId: "sandbox" }]),
  );
  await waitFor(() => expect(screen.getByTestId("app")).not.toHaveAttribute("data-writes"));
  expect(screen.queryByTestId("guard-tag")).toBeNull();
});

test.each([
  ["second", "window 2"],
  ["third", "another window"],
])(
  "a window beside the one that has unlocked it (%s) ends nothing by leaving",
  async (window, called) => {
    const unlocked = { ...unlockedNow(), window };
    const { user } = await onProduction({
      ...guardAnswers(aGuard({ unlocked })),
      window_list: () => [
        { window: "main", number: 1, tenantId: "t1" },
        { window: "second", number: 2, tenantId: "t1" },
      ],
    });
    await user.click(await statusBar().findByRole("button", { name: "Production, writes on" }));
    const dialog = await screen.findByRole("dialog", { name: "Writes are on" });
    expect(dialog).toHaveTextContent(
      `when ${called}, in which it was unlocked, shows another tenant`,
    );
    expect(dialog).not.toHaveTextContent("this window");
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
    await user.keyboard("{Control>}t{/Control}");
    await screen.findByRole("combobox", { name: "Find a tenant" });
    expect(screen.getByTestId("leaving-locks")).toHaveTextContent(
      `are on, unlocked in ${called}; leaving it here does not lock it.`,
    );
  },
);

test("the status bar opens what an unlocked tenant is unlocked for, with its log", async () => {
  const app = await onProduction();
  await unlock(app, "INC-4711, wrong cost centres");
  await app.user.click(statusBar().getByRole("button", { name: "Production, writes on" }));
  const dialog = await screen.findByRole("dialog", { name: "Writes are on" });
  await waitFor(() => expect(dialog).toHaveTextContent("INC-4711, wrong cost centres"));
  await app.user.click(within(dialog).getByRole("button", { name: "What was done before" }));
  const log = await within(dialog).findByRole("table", { name: "Log of the write guard" });
  expect(within(log).getByRole("row", { name: /Unlocked for 15 minutes INC-4711/ })).toBeVisible();
  await app.user.click(within(dialog).getByRole("button", { name: /Lock now/ }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(header().getByRole("button", { name: "Unlock" })).toBeVisible();
});

test("a tenant that confirms writes says so, and leads to its form", async () => {
  const { user } = renderApp({ app_start: () => appStarted({ openTenant: "t2" }) });
  await screen.findByTestId("nav-User");
  expect(header().queryByRole("button", { name: "Unlock" })).toBeNull();
  await user.click(statusBar().getByRole("button", { name: "Staging, confirms writes" }));
  expect(await screen.findByTestId("tenant-form")).toBeVisible();
});

test("a minute before the end that is said once more", async () => {
  const until = new Date(Date.now() + 40_000).toISOString();
  await onProduction({
    guard_read: () => aGuard({ unlocked: { window: "main", until, leftSeconds: 40 } }),
  });
  expect(await screen.findByText("Writes lock in a minute")).toBeInTheDocument();
});

test("the countdown goes on by the second", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], shouldAdvanceTime: false });
  try {
    await onProduction({ guard_read: () => aGuard({ unlocked: unlockedNow() }) });
    await header().findByRole("button", { name: "Lock now" });
    act(() => {
      vi.advanceTimersByTime(61_000);
    });
    expect(header().getByTestId("guard-countdown")).toHaveTextContent("13:59");
  } finally {
    vi.useRealTimers();
  }
});

// The window as a whole: its frame, the switcher, the keys, and what becomes of opening a tenant.
import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { RateLimits } from "../../host/generated/RateLimits";
import { directoryAnswers } from "../../testing/fakeDirectory";
import { anError, anExchange, appStarted, aTenant, tenantOpened } from "../../testing/fixtures";
import { failing, never } from "../../testing/fakeHost";
import { exchangeInFull } from "../../testing/fakeResources";
import { renderApp } from "../../testing/render";

const onSandbox = { app_start: () => appStarted({ openTenant: "sandbox" }) };

test("the sidebar lists the discovered resource types with their counts", async () => {
  renderApp(onSandbox);
  await waitFor(() => expect(screen.getByTestId("nav-User")).toHaveTextContent("5,000"));
  expect(screen.getByTestId("nav-Group")).toHaveTextContent("212");
  expect(screen.getByTestId("nav-Device")).toHaveTextContent("40");
});

test("a count that fails is a mark with its reason", async () => {
  renderApp({
    ...onSandbox,
    resource_type_count: failing(anError({ title: "The token may not see groups" })),
  });
  const marks = await screen.findAllByTestId("count-failed");
  expect(marks[0]).toHaveTextContent("not counted: The token may not see groups");
});

test("production has its own frame, tag and status block", async () => {
  renderApp({ app_start: () => appStarted({ openTenant: "t1" }) });
  await screen.findByTestId("nav-User");
  expect(screen.getByTestId("app")).toHaveAttribute("data-env", "production");
  expect(screen.getByTestId("app")).toHaveAttribute("data-tenant", "red");
  expect(within(screen.getByRole("banner")).getByText("Production")).toBeVisible();
  expect(within(screen.getByTestId("status-bar")).getByText("Production, read-only")).toBeVisible();
});

test("Ctrl+T opens the switcher and a digit switches", async () => {
  const { user, host } = renderApp(onSandbox);
  await screen.findByTestId("nav-User");
  await user.keyboard("{Control>}t{/Control}");
  expect(await screen.findByRole("combobox", { name: "Find a tenant" })).toHaveFocus();
  await user.keyboard("2");
  await waitFor(() => expect(host.requests("tenant_open").at(-1)).toEqual({ tenantId: "t1" }));
  expect(screen.getByTestId("tenant-switcher")).toHaveTextContent("Aurelia Bank");
});

test("the switcher finds by name and goes by arrows and Enter", async () => {
  const { user, host } = renderApp(onSandbox);
  await screen.findByTestId("nav-User");
  await user.click(screen.getByTestId("tenant-switcher"));
  await user.type(await screen.findByRole("combobox", { name: "Find a tenant" }), "merid");
  expect(screen.getAllByRole("option")).toHaveLength(1);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(host.requests("tenant_open").at(-1)).toEqual({ tenantId: "t2" }));
});

test("arrows in the switcher go around its end", async () => {
  const { user } = renderApp(onSandbox);
  await screen.findByTestId("nav-User");
  await user.keyboard("{Control>}t{/Control}");
  await screen.findByRole("combobox", { name: "Find a tenant" });
  await user.keyboard("{ArrowUp}");
  expect(screen.getByRole("option", { selected: true })).toHaveTextContent("Welcome");
});

test("a tenant that takes its time can be cancelled", async () => {
  const { user } = renderApp({
    app_start: () => appStarted({ openTenant: "t1" }),
    tenant_open: never,
  });
  expect(
    await screen.findByText("Reading ServiceProviderConfig, ResourceTypes, Schemas"),
  ).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(await screen.findByTestId("welcome-open-sandbox")).toBeVisible();
});

test("a tenant that cannot be opened says why and leads on", async () => {
  const { user } = renderApp({
    app_start: () => appStarted({ openTenant: "t1" }),
    tenant_open: failing(anError({ said: "NXDOMAIN" })),
  });
  const card = await screen.findByTestId("error-card");
  expect(card).toHaveAttribute("data-code", "unreachable");
  expect(card).toHaveTextContent("Cannot reach scim.aurelia-bank.eu");
  expect(card).toHaveTextContent("NXDOMAIN");
  expect(card).toHaveTextContent("Check the host in the base URL.");
  await user.click(within(card).getByRole("button", { name: "Edit connection" }));
  expect(await screen.findByTestId("tenant-form")).toBeVisible();
});

test("a tenant that needs its token asks for it and opens", async () => {
  let given = false;
  const { user, host } = renderApp({
    app_start: () => appStarted({ openTenant: "t2" }),
    tenant_open: (request) =>
      given
        ? tenantOpened(request.tenantId)
        : failing(anError({ code: "secretNeeded", title: "The token is needed" }))(),
    secret_provide: () => {
      given = true;
      return {};
    },
  });
  const field = await screen.findByTestId("secret-token");
  await waitFor(() => expect(field).toHaveFocus());
  await user.keyboard("canary-token{Enter}");
  expect(await screen.findByTestId("nav-User")).toBeVisible();
  expect(host.requests("secret_provide")).toEqual([{ tenantId: "t2", value: "canary-token" }]);
  expect(document.body.innerHTML).not.toContain("canary-token");
});

test("a refused token can be replaced for this run", async () => {
  let given = false;
  const { user, host } = renderApp({
    app_start: () => appStarted({ openTenant: "t1" }),
    tenant_open: (request) =>
      given
        ? tenantOpened(request.tenantId)
        : failing(anError({ code: "unauthorized", title: "The token was refused" }))(),
    secret_provide: () => {
      given = true;
      return {};
    },
  });
  await user.click(await screen.findByRole("button", { name: "Paste a new token" }));
  await user.type(await screen.findByTestId("secret-token"), "next{Enter}");
  expect(await screen.findByTestId("nav-User")).toBeVisible();
  expect(host.requests("secret_provide")).toEqual([{ tenantId: "t1", value: "next" }]);
});

test("the status bar counts the requests as they are recorded", async () => {
  const { host } = renderApp(onSandbox);
  await screen.findByTestId("nav-User");
  act(() => {
    host.say({ kind: "exchangeRecorded", exchange: anExchange({ ms: 12 }), tenantTotal: 1234 });
  });
  await waitFor(() => expect(screen.getByTestId("status-bar")).toHaveTextContent("1,234 requests"));
  expect(screen.getByTestId("status-bar")).toHaveTextContent("last 12 ms");
  expect(screen.getByTestId("nav-history")).toHaveTextContent("1,234");
});

test("the status bar says what ServiceProviderConfig says, and each document's source", async () => {
  const { user } = renderApp({
    ...onSandbox,
    tenant_open: () =>
      tenantOpened("sandbox", {
        discovery: [
          { endpoint: "ServiceProviderConfig", source: "server", findings: [] },
          {
            endpoint: "Schemas",
            source: "builtIn",
            note: "The server answered 404.",
            findings: [],
          },
        ],
      }),
  });
  const cell = await screen.findByTestId("discovery-cell");
  expect(cell).toHaveTextContent("says sort, ETag");
  await user.click(cell);
  expect(await screen.findByText("The server answered 404.")).toBeVisible();
});

test("Alt+Left goes back and Alt+Right forward", async () => {
  const { user } = renderApp({
    app_start: () => appStarted({ tenants: [aTenant()] }),
  });
  await screen.findByTestId("welcome-open-sandbox");
  await user.click(screen.getByTestId("nav-add-tenant"));
  await screen.findByTestId("tenant-form");
  screen.getByTestId("nav-add-tenant").focus();
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  expect(await screen.findByTestId("welcome-open-sandbox")).toBeVisible();
  await user.keyboard("{Alt>}{ArrowRight}{/Alt}");
  expect(await screen.findByTestId("tenant-form")).toBeVisible();
});

test("? lists the keys that act now, and only those", async () => {
  const { user } = renderApp();
  await screen.findByTestId("welcome-open-sandbox");
  await user.keyboard("?");
  const list = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(list).getByText("Open the sandbox tenant")).toBeVisible();
  expect(within(list).getByText("Switch tenant")).toBeVisible();
  expect(within(list).queryByText("Users")).toBeNull();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("letters typed into a field are text, not shortcuts", async () => {
  const { user } = renderApp();
  await user.click(await screen.findByTestId("welcome-add-tenant"));
  await user.type(await screen.findByTestId("field-name"), "why?");
  expect(screen.getByTestId("field-name")).toHaveValue("why?");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("F6 goes from pane to pane", async () => {
  const { user } = renderApp();
  await screen.findByTestId("welcome-open-sandbox");
  await user.keyboard("{F6}");
  expect(screen.getByTestId("sidebar")).toContainElement(document.activeElement as HTMLElement);
  await user.keyboard("{F6}");
  expect(screen.getByTestId("open-palette")).toHaveFocus();
  await user.keyboard("{F6}");
  expect(screen.getByRole("main")).toContainElement(document.activeElement as HTMLElement);
});

test("the theme goes to the other one first, is kept, and can follow the system", async () => {
  const { user } = renderApp();
  const toggle = await screen.findByTestId("theme-toggle");
  const shown = () => document.documentElement.dataset.theme;
  const seen: (string | undefined)[] = [];
  for (let press = 0; press < 3; press += 1) {
    await user.click(toggle);
    seen.push(`${shown() ?? ""}/${localStorage.getItem("scimscope.theme") ?? ""}`);
  }
  expect(seen).toEqual(["dark/dark", "light/light", "light/system"]);
});

test("the keyboard is enough from the first screen on", async () => {
  const { user } = renderApp(directoryAnswers());
  await screen.findByTestId("welcome-open-sandbox");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.getAllByRole("gridcell")[0]).toHaveFocus());
  await user.keyboard("jj{Enter}");
  await waitFor(() => expect(screen.getByRole("tab", { name: "Form" })).toHaveFocus());
  await user.keyboard("{Control>}j{/Control}");
  await waitFor(() => expect(screen.getByRole("tab", { name: "JSON" })).toHaveFocus());
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  await waitFor(() =>
    expect(document.activeElement?.closest("[data-row]")).toHaveAttribute("data-row", "1"),
  );
});

test("a key that leads to another table takes the focus there, and so does the sidebar", async () => {
  const { user } = renderApp({ ...onSandbox, ...directoryAnswers() });
  const focused = () => document.activeElement?.closest("[role=grid]")?.getAttribute("aria-label");
  await waitFor(() => expect(focused()).toBe("Users"));
  await user.keyboard("{Shift>}{F6}{/Shift}");
  expect(focused()).toBeUndefined();
  await user.keyboard("{Control>}2{/Control}");
  await waitFor(() => expect(focused()).toBe("Groups"));
  await user.click(screen.getByTestId("nav-Device"));
  await waitFor(() => expect(focused()).toBe("Devices"));
});

test("F6 goes around the panes and back to where the focus was in each", async () => {
  const { user } = renderApp({ ...onSandbox, ...directoryAnswers() });
  await waitFor(() => expect(screen.getAllByRole("gridcell")[0]).toHaveFocus());
  await user.keyboard("j");
  await screen.findByTestId("resource-title");
  const seen: (string | null | undefined)[] = [];
  for (let pane = 0; pane < 5; pane += 1) {
    await user.keyboard("{F6}");
    seen.push(document.activeElement?.closest("[data-pane]")?.getAttribute("aria-label"));
  }
  expect(seen).toEqual(["Inspector", "Status", "Sidebar", null, "Content"]);
  expect(screen.getAllByRole("gridcell")[0]).toHaveFocus();
});

test("Escape in the switcher leads back to where one was, a choice into the tenant", async () => {
  const { user } = renderApp({ ...onSandbox, ...directoryAnswers() });
  await waitFor(() => expect(screen.getAllByRole("gridcell")[0]).toHaveFocus());
  await user.keyboard("{Control>}t{/Control}");
  expect(await screen.findByRole("combobox", { name: "Find a tenant" })).toHaveFocus();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.getAllByRole("gridcell")[0]).toHaveFocus());
  await user.keyboard("{Control>}t{/Control}");
  await screen.findByRole("combobox", { name: "Find a tenant" });
  await user.keyboard("2");
  await waitFor(() => expect(screen.getByTestId("app")).toHaveAttribute("data-env", "production"));
  await waitFor(() => expect(document.activeElement?.closest("[role=grid]")).not.toBeNull());
});

test("the status bar says what is left of the server's limits, and where that was said", async () => {
  const { user, host } = renderApp({
    ...onSandbox,
    exchange_read: ({ id }) => exchangeInFull(id),
  });
  await screen.findByTestId("nav-User");
  const exchange = anExchange({ id: "x100000", startedAt: new Date().toISOString() });
  act(() => host.say({ kind: "exchangeRecorded", exchange, tenantTotal: 1 }));
  expect(screen.queryByTestId("status-rate")).toBeNull();
  const rateLimits = {
    quotas: [
      {
        limit: 600,
        remaining: 412,
        windowSeconds: 60,
        resetsAt: new Date(Date.now() + 172_800_000).toISOString(),
        headers: ["x-ratelimit-limit", "x-ratelimit-remaining"],
      },
    ],
  };
  act(() => host.say({ kind: "exchangeRecorded", exchange, tenantTotal: 2, rateLimits }));
  // By its mark: to look for roles in a whole window takes longer than the test may.
  const cell = await screen.findByTestId("status-rate");
  await waitFor(() => expect(cell).toHaveTextContent("rate limit 412 of 600, resets in 2 d"));
  await user.click(cell);
  const limits = await screen.findByRole("dialog", { name: "Rate limits of the server" });
  expect(limits).toHaveTextContent("412 of 600, in 1 min");
  expect(limits).toHaveTextContent("x-ratelimit-limit, x-ratelimit-remaining");
  await user.click(within(limits).getByRole("button", { name: "Show request" }));
  await waitFor(() => expect(host.requests("exchange_read").at(-1)).toEqual({ id: "x100000" }));
});

test("an answer that asks to wait says so first, and the limits come back after it", async () => {
  const { host } = renderApp(onSandbox);
  await screen.findByTestId("nav-User");
  const say = (rateLimits: RateLimits) => {
    const exchange = anExchange({ startedAt: new Date().toISOString() });
    act(() => host.say({ kind: "exchangeRecorded", exchange, tenantTotal: 1, rateLimits }));
  };
  say({ quotas: [{ limit: 600, remaining: 0, headers: [] }] });
  say({ quotas: [], retryAt: new Date(Date.now() + 172_800_000).toISOString() });
  expect(await screen.findByTestId("status-rate")).toHaveTextContent("wait 2 d");
  say({ quotas: [], retryAt: new Date(Date.now() - 1000).toISOString() });
  await waitFor(() =>
    expect(screen.getByTestId("status-rate")).toHaveTextContent("rate limit 0 of 600"),
  );
});

test("a clock that has not ticked since the answer does not make the wait longer", async () => {
  const { host } = renderApp(onSandbox);
  await screen.findByTestId("nav-User");
  const answered = Date.now() + 60_000;
  const exchange = anExchange({ startedAt: new Date(answered - 20).toISOString(), ms: 20 });
  const rateLimits = { quotas: [], retryAt: new Date(answered + 5000).toISOString() };
  act(() => host.say({ kind: "exchangeRecorded", exchange, tenantTotal: 1, rateLimits }));
  expect(await screen.findByTestId("status-rate")).toHaveTextContent("wait 5 s");
});

test("one tenant's limits are not shown for another", async () => {
  const { user, host } = renderApp(onSandbox);
  await screen.findByTestId("nav-User");
  const exchange = anExchange({ tenantId: "t1" });
  const rateLimits = { quotas: [{ remaining: 3, headers: [] }] };
  act(() => host.say({ kind: "exchangeRecorded", exchange, tenantTotal: 1, rateLimits }));
  expect(screen.queryByTestId("status-rate")).toBeNull();
  await user.keyboard("{Control>}t{/Control}");
  await screen.findByRole("combobox", { name: "Find a tenant" });
  await user.keyboard("2");
  expect(await screen.findByTestId("status-rate")).toHaveTextContent("rate limit 3 left");
});

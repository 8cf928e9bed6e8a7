// The first screen: the sandbox in one key, a server of one's own, the recent tenants.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { appStarted } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

test("Enter opens the sandbox tenant", async () => {
  const { user, host } = renderApp();
  await screen.findByRole("button", { name: /Open the sandbox tenant/ });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(host.requests("tenant_open")).toEqual([{ tenantId: "sandbox" }]));
  expect(await screen.findByTestId("nav-User")).toHaveAttribute("aria-current", "page");
});

test("the sandbox card says what it holds", async () => {
  renderApp();
  expect(await screen.findByText(/5,000 users, 212\s+groups, 40 devices/)).toBeVisible();
});

test("Enter on another button presses that button only", async () => {
  const { user, host } = renderApp();
  const add = await screen.findByTestId("welcome-add-tenant");
  add.focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("tenant-form")).toBeVisible();
  expect(host.requests("tenant_open")).toEqual([]);
});

test("recent tenants open by their row and are hidden while there are none", async () => {
  const { user, host, unmount } = renderApp();
  await screen.findByTestId("welcome-open-sandbox");
  const main = within(screen.getByRole("main"));
  await user.click(main.getByRole("button", { name: /^Aurelia Bank/ }));
  await waitFor(() => expect(host.requests("tenant_open")).toEqual([{ tenantId: "t1" }]));
  unmount();
  renderApp({ app_start: () => appStarted({ tenants: [] }) });
  await screen.findByTestId("welcome-open-sandbox");
  expect(screen.queryByRole("heading", { name: "Recent" })).toBeNull();
});

test("names from elsewhere are text, never markup", async () => {
  const name = "<img src=x onerror=alert(1)>\u202E";
  renderApp({
    app_start: () => {
      const started = appStarted();
      return { ...started, tenants: started.tenants.map((it) => ({ ...it, name })) };
    },
  });
  expect((await screen.findAllByText(/<img src=x onerror=alert\(1\)>/)).length).toBeGreaterThan(0);
  expect(document.querySelector("img")).toBeNull();
  expect(screen.getAllByText("U+202E").length).toBeGreaterThan(0);
});

test("a start that fails says so and can be tried again", async () => {
  let tries = 0;
  const { user } = renderApp({
    app_start: () => {
      tries += 1;
      if (tries === 1) throw new Error("the bridge is not there");
      return appStarted();
    },
  });
  expect(await screen.findByTestId("error-card")).toHaveAttribute("data-code", "internal");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByTestId("welcome-open-sandbox")).toBeVisible();
});

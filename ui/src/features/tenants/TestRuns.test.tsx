// The requests of a connection test: reached from its steps, and the test is still there on coming back.
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";

import type { TenantTested } from "../../host/generated/TenantTested";
import { renderApp } from "../../testing/render";

const tested: TenantTested = {
  stoppedAt: "Sign-in",
  ms: 120,
  requests: 2,
  tokenRequests: 0,
  steps: [
    { name: "DNS", state: "ok", ms: 3, detail: "example.test is 192.0.2.1", exchange: "e7" },
    { name: "Sign-in", state: "failed", ms: 80, detail: "GET /Users", exchange: "e9" },
    { name: "Schemas", state: "skipped", detail: "Waits for sign-in" },
  ],
};

test("what was sent is counted by its kind, below the steps and in the report", async () => {
  const { user, host } = renderApp({ tenant_test: () => ({ ...tested, tokenRequests: 1 }) });
  await user.click(await screen.findByRole("button", { name: "Edit the connection Aurelia Bank" }));
  await user.click(await screen.findByTestId("tenant-test"));
  const words = "2 GET requests were sent to the SCIM server, and 1 token request.";
  expect(await screen.findByText(words)).toBeVisible();
  await user.click(screen.getByTestId("copy-report"));
  expect(host.copied[0]).toContain("2 GET requests, 1 token request");
});

test("each step that made an exchange shows it, and the test is still there on coming back", async () => {
  const { user, host } = renderApp({ tenant_test: () => tested });
  await user.click(await screen.findByRole("button", { name: "Edit the connection Aurelia Bank" }));
  await user.click(await screen.findByTestId("tenant-test"));
  expect(await screen.findByTestId("test-exchange-DNS")).toBeVisible();
  expect(screen.queryByTestId("test-exchange-Schemas")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Show request of the step Sign-in" }));
  await waitFor(() => expect(host.requests("exchange_read")).toEqual([{ id: "e9" }]));
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  expect(await screen.findByTestId("test-step-Sign-in")).toHaveAttribute("data-state", "failed");
  expect(host.requests("tenant_test")).toHaveLength(1);
});

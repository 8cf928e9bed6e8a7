// When a connection test runs again by itself, and when it waits for a person: a secret goes nowhere new by itself.
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";

import type { TenantTested } from "../../host/generated/TenantTested";
import { newTenant } from "../../testing/connectionForm";
import type { Answers } from "../../testing/fakeHost";

const passed: TenantTested = { ms: 40, requests: 4, tokenRequests: 0, steps: [] };

/** A server that refuses once, and then passes. */
function refusingOnce(): Answers {
  let tests = 0;
  return {
    tenant_test: () => {
      tests += 1;
      return tests === 1 ? { ...passed, stoppedAt: "Sign-in" } : passed;
    },
  };
}

const IS_OLD = /What was tested has changed since: test again\./;
/** Longer than it is waited for the next letter. */
const LONGER = { timeout: 3000 };

test("a failed test runs again after a correction on the same server", async () => {
  const { user, host } = await newTenant(refusingOnce());
  await user.type(screen.getByLabelText("Token"), "token");
  await user.click(screen.getByTestId("tenant-test"));
  await screen.findByText("stopped at Sign-in");
  await user.type(screen.getByTestId("field-baseUrl"), "/v2");
  expect(await screen.findByText("passed", {}, LONGER)).toBeVisible();
  expect(host.requests("tenant_test").at(-1)?.baseUrl).toBe("https://example.test/scim/v2");
  expect(screen.queryByText(IS_OLD)).toBeNull();
});

test("neither another secret nor another server is tested before one says so", async () => {
  const { user, host } = await newTenant(refusingOnce());
  const stays = async () => {
    expect(await screen.findByText(IS_OLD)).toBeVisible();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(host.requests("tenant_test")).toHaveLength(1);
  };
  await user.type(screen.getByLabelText("Token"), "old");
  await user.click(screen.getByTestId("tenant-test"));
  await screen.findByText("stopped at Sign-in");
  // What is typed of a host so far may be somebody else's, who would get the token.
  const baseUrl = screen.getByTestId("field-baseUrl");
  await user.clear(baseUrl);
  await user.type(baseUrl, "https://exam");
  await stays();
  await user.clear(baseUrl);
  await user.type(baseUrl, "https://example.test/scim");
  expect(screen.queryByText(IS_OLD)).toBeNull();
  await user.type(screen.getByLabelText("Token"), "er");
  await stays();
  await user.click(screen.getByTestId("tenant-test"));
  expect(await screen.findByText("passed")).toBeVisible();
  expect(host.requests("tenant_test").at(-1)?.secret).toEqual({ kind: "replace", value: "older" });
});

// Commands as the page itself would run them, for what no screen does by itself.
import type { Page } from "@playwright/test";

import type { Started } from "./host";

/** Runs a command as the page itself would. */
export async function command<T>(
  page: Page,
  started: Started,
  name: string,
  request: unknown,
): Promise<T> {
  const token = new URL(started.address).hash.replace(/^#token=/, "");
  return await page.evaluate(
    async ([bearer, body]) => {
      const headers = { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" };
      const response = await fetch("/call", { method: "POST", headers, body });
      const lines = (await response.text()).trim().split("\n");
      return (JSON.parse(lines.at(-1) ?? "{}") as { answer: T }).answer;
    },
    [token, JSON.stringify({ name, request, callId: `outcome-${name}` })] as const,
  );
}

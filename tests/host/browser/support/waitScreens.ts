// Waiting for a server, and what was read before it stopped answering: for the accessibility checks.
import { expect } from "@playwright/test";

import { type Answer, aUser, list } from "./provider";
import type { Screen } from "./screen";
import { addAndOpen, firstRow, gridWithRows } from "./steps";

/** Longer than a look at it takes, and not so long that it is not waited for. */
const PAUSE: Answer = { status: 429, headers: { "Retry-After": "70" }, body: "" };

/** What a server that works answers until it is told to break, and then nothing but this. */
function breaking(whole: Answer) {
  let isBroken = false;
  const broken: Answer = { status: 500, type: "text/plain", body: "the replica is behind" };
  return { answer: () => (isBroken ? broken : whole), breaks: () => (isBroken = true) };
}

export const waitScreens: readonly Screen[] = [
  {
    name: "opening, in a pause",
    show: async ({ page, provider }) => {
      const limited = await provider({ "/ServiceProviderConfig": PAUSE });
      await addAndOpen(page, { name: "Limited", baseUrl: limited.baseUrl });
      await expect(page.getByTestId("tenant-opening")).toContainText("asked for a pause");
    },
  },
  {
    name: "list in a pause, and why",
    draws: { "shell/PauseCell": "pause" },
    show: async ({ page, provider }) => {
      const limited = await provider({ "/Users": PAUSE });
      await addAndOpen(page, { name: "Limited", baseUrl: limited.baseUrl });
      await expect(page.getByTestId("list-wait")).toContainText("asked for a pause");
      await page.getByTestId("status-pause").click();
      await expect(page.getByRole("dialog", { name: "Waiting for the server" })).toBeVisible();
    },
  },
  {
    name: "list that takes long",
    show: async ({ page, provider }) => {
      const silent = await provider({ "/Users": { silent: true } });
      await addAndOpen(page, { name: "Silent", baseUrl: silent.baseUrl });
      await expect(page.getByTestId("list-wait")).toContainText("Reading");
    },
  },
  {
    name: "list of which reading was cancelled",
    show: async ({ page, provider }) => {
      const silent = await provider({ "/Users": { silent: true } });
      await addAndOpen(page, { name: "Silent", baseUrl: silent.baseUrl });
      await page.getByTestId("list-wait").getByRole("button", { name: "Cancel" }).click();
      await expect(page.getByText("Reading was cancelled")).toBeVisible();
    },
  },
  {
    name: "list that could be read before",
    draws: { "directory/DirectoryTable": "list-not-read" },
    show: async ({ page, provider }) => {
      const { answer, breaks } = breaking(list([aUser(1)], { totalResults: 1 }));
      const server = await provider({ "/Users": answer });
      await addAndOpen(page, { name: "Broken", baseUrl: server.baseUrl });
      await gridWithRows(page, "Users");
      breaks();
      await page.keyboard.press("F5");
      await expect(page.getByTestId("list-not-read")).toBeVisible();
    },
  },
  {
    name: "resource that could be read before",
    at: "resource",
    draws: { "resource/ResourceScreen": "resource-not-read" },
    show: async ({ page, provider }) => {
      const { answer, breaks } = breaking({ body: aUser(1) });
      const server = await provider({ "/Users/user-1": answer });
      await addAndOpen(page, { name: "Broken", baseUrl: server.baseUrl });
      await firstRow(await gridWithRows(page, "Users"));
      await page.keyboard.press("Enter");
      await expect(page.getByTestId("resource-screen")).toBeVisible();
      breaks();
      await page.keyboard.press("F5");
      await expect(page.getByTestId("resource-not-read")).toBeVisible();
    },
  },
];

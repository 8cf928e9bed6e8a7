// How the browser tests run: the system's Chromium, which asks nobody but the pages it is told to open.
import { defineConfig } from "@playwright/test";

const target = process.env["SCIMSCOPE_TEST_OUTPUT"] ?? "../../../target";

export default defineConfig({
  testDir: "tests",
  outputDir: `${target}/browser`,
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // Generous: two cores may be busy with other tests.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    actionTimeout: 20_000,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    contextOptions: { reducedMotion: "reduce" },
    permissions: ["clipboard-read", "clipboard-write"],
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env["SCIMSCOPE_CHROMIUM"] ?? "/usr/bin/chromium-headless-shell",
      args: [
        // In a container there is no room for Chromium's own sandbox; it opens only our pages.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});

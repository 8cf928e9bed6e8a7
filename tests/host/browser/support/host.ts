// The test host as a test has it: a backend of its own, and the interface opened on it in a page.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { type Page, test as base } from "@playwright/test";

import { Provider } from "./provider";

const target = process.env["SCIMSCOPE_TEST_OUTPUT"] ?? "../../../target";
const binary = process.env["SCIMSCOPE_HOST"] ?? `${target}/debug/host`;
const ui = process.env["SCIMSCOPE_UI_HOST"] ?? `${target}/ui-host`;

/** What the host says when it is ready. */
export interface Started {
  /** Where the interface is, with the token. */
  address: string;
  /** A SCIM server that the interface knows nothing of: the sandbox's data under another address. */
  provider: { baseUrl: string; token: string };
}

export interface HostOptions {
  /** There is no keychain. */
  noKeychain?: boolean;
  /** The tenant to open at once. */
  open?: string;
  /** The data of the test's host before this one, as after a restart of the app. */
  again?: boolean;
}

interface Fixtures {
  /** Opens the interface on a backend of its own; the page is the test's. */
  scimscope: (options?: HostOptions) => Promise<Started>;
  /** Starts a SCIM server whose answers the test chose; it stops with the test. */
  provider: (answers?: ConstructorParameters<typeof Provider>[0]) => Promise<Provider>;
}

export const test = base.extend<Fixtures>({
  scimscope: async ({ page }, use) => {
    const processes: ChildProcess[] = [];
    const data = await mkdtemp(join(tmpdir(), "scimscope-browser-"));
    const faults = faultsOf(page);
    await use(async (options = {}) => {
      if (options.again) await end(page, processes);
      const args = ["--data", join(data, options.again ? "0" : String(processes.length))];
      const started = await start([...args, ...argumentsOf(options)], processes);
      await page.goto(started.address);
      await page.getByTestId("app").waitFor();
      return started;
    });
    await end(page, processes);
    await rm(data, { recursive: true });
    base.expect(faults, "what the page complained of").toEqual([]);
  },
  // eslint-disable-next-line no-empty-pattern -- how Playwright is told that nothing is needed
  provider: async ({}, use) => {
    const providers: Provider[] = [];
    await use(async (answers) => {
      const provider = new Provider(answers);
      await provider.start();
      providers.push(provider);
      return provider;
    });
    for (const provider of providers) provider.stop();
  },
});

export { expect } from "@playwright/test";

/** Errors that nobody caught, and what the content security policy refused. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  return faults;
}

function argumentsOf({ noKeychain, open }: HostOptions): string[] {
  return [...(noKeychain ? ["--no-keychain"] : []), ...(open ? ["--open", open] : [])];
}

async function start(args: string[], processes: ChildProcess[]): Promise<Started> {
  // It ends when its standard input does, also when this process is killed.
  const host = spawn(binary, [ui, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  processes.push(host);
  const lines = createInterface({ input: host.stdout });
  return await new Promise((resolve, reject) => {
    lines.once("line", (line) => resolve(JSON.parse(line) as Started));
    host.once("error", reject);
    host.once("exit", (code) => reject(new Error(`the host ended with ${code}`)));
  });
}

/** The page goes first: it would complain of a host that is gone. */
async function end(page: Page, processes: ChildProcess[]): Promise<void> {
  await page.goto("about:blank");
  for (const process of processes) {
    if (process.exitCode !== null || process.pid === undefined) continue;
    const ended = once(process, "exit");
    process.stdin?.end();
    await ended;
  }
}

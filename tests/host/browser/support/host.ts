// The test host as a test has it: a backend of its own, and the interface opened on it in a page.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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
  /** What stands in files of the data folder before the start, by their names; what was there is written over. */
  files?: Record<string, string>;
  /** How large a file may become, in KiB: then the disk refuses, as a full one does. */
  largestFile?: number;
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
      const folder = join(data, options.again ? "0" : String(processes.length));
      await writeFiles(folder, options.files ?? {});
      const host = hostOf(options, ["--data", folder, ...argumentsOf(options)]);
      processes.push(host);
      const started = await read(host);
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

async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** A program that ignores this signal is told that the file is too large, instead of being killed. */
const LIMITED = 'trap "" XFSZ; ulimit -f "$0"; exec "$@"';

function hostOf({ largestFile }: HostOptions, args: string[]): ChildProcess {
  const command = [binary, ui, ...args];
  // POSIX counts blocks of 512 bytes.
  const limit = largestFile === undefined ? [] : ["sh", "-c", LIMITED, String(largestFile * 2)];
  const [program = binary, ...rest] = [...limit, ...command];
  // It ends when its standard input does, also when this process is killed.
  return spawn(program, rest, { stdio: ["pipe", "pipe", "inherit"] });
}

async function read(host: ChildProcess): Promise<Started> {
  const { stdout } = host;
  if (!stdout) throw new Error("the host has no output");
  const lines = createInterface({ input: stdout });
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

// A list of people as it is pasted: taken apart, and each entry found by its whole name or id. Nothing is guessed.
import { call } from "../../host/call";
import type { FoundResource } from "../../host/generated/FoundResource";
import type { ResourceId } from "../resource/api";
import { MOST_ALIKE } from "./useMembership";

/** More entries than these are not looked at in one go. */
export const MOST_PASTED = 500;
const MOST_FOUND = 50;

/** What came of one entry. */
export type Looked =
  | { kind: "one"; entry: string; found: FoundResource }
  | { kind: "member"; entry: string; found: FoundResource }
  | { kind: "many"; entry: string; count: number }
  | { kind: "none"; entry: string }
  /** It was not looked for: that was stopped, or there were too many. */
  | { kind: "left"; entry: string };

/** The entries of a text: one a line, or separated by commas, semicolons or tabs. */
export function entriesOf(text: string): string[] {
  const entries = text.split(/[\n\r,;\t]+/u).map((it) => it.trim().replace(/^"(.*)"$/u, "$1"));
  return [...new Set(entries.filter((it) => it !== ""))];
}

/** Those that are called exactly so. An id is nobody else's, whatever others are called. */
export function exactly(found: readonly FoundResource[], entry: string): FoundResource[] {
  const byId = found.filter(({ id }) => id === entry);
  if (byId.length > 0) return byId;
  const name = entry.toLowerCase();
  return found.filter(
    ({ title, subtitle }) => title.toLowerCase() === name || subtitle?.toLowerCase() === name,
  );
}

interface Look {
  /** The group. */
  which: ResourceId;
  /** The type of those who are sought. */
  resourceType: string;
  /** Ask the server for those who were not read. */
  onServer: boolean;
  signal: AbortSignal;
}

async function find(entry: string, { which, resourceType, signal }: Look) {
  const { tenantId } = which;
  const request = { tenantId, resourceType, text: entry, limit: MOST_FOUND };
  const { found, filter } = await call("resources_find", request, { signal });
  return { exact: exactly(found, entry), filter };
}

/** Has the server list those with such a name, else read the resource of that id; what it answers is known then. */
async function learn(entry: string, filter: string | undefined, look: Look): Promise<void> {
  const { which, resourceType, signal } = look;
  const { tenantId } = which;
  if (filter !== undefined) {
    const request = { tenantId, resourceType, filter, offset: 0, limit: 20, columns: [] };
    const { rows } = await call("resources_list", { ...request, reload: false }, { signal });
    if (rows.length > 0) return;
  }
  const references = [{ value: entry, resourceType }];
  await call("references_resolve", { tenantId, references, askServer: true }, { signal });
}

/** Whether somebody is in the group as the draft has it. */
async function isMember({ id }: FoundResource, { which, signal }: Look): Promise<boolean> {
  const request = { ...which, shown: "all" as const, text: id, offset: 0, limit: MOST_ALIKE };
  const { members } = await call("members_list", request, { signal });
  return members.some(({ value, change }) => value === id && change !== "removed");
}

/** Looks for one entry. */
export async function lookFor(entry: string, look: Look): Promise<Looked> {
  let { exact, filter } = await find(entry, look);
  if (exact.length === 0 && look.onServer) {
    await learn(entry, filter, look);
    ({ exact, filter } = await find(entry, look));
  }
  const [found, ...others] = exact;
  if (!found) return { kind: "none", entry };
  if (others.length > 0) return { kind: "many", entry, count: exact.length };
  return { kind: (await isMember(found, look)) ? "member" : "one", entry, found };
}

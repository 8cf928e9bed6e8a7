// What the first screen shows, read before anything is drawn. The host has been asked for it while the interface was being
// loaded, so most of it is here: drawing a window that waits, and then the window, would take longer than to wait.
import type { QueryClient } from "@tanstack/react-query";

import { readFirst } from "./features/directory/ahead";
import { startQuery } from "./state/app";
import { leftPlace } from "./state/left";
import { firstResourceType, openingQuery } from "./state/session";

/** Whoever waits longer than this sees what is waited for. */
const LONGEST_MS = 120;

/** Comes back when the first screen has what it shows, or after a moment; what is still read then goes on. */
export async function readStart(client: QueryClient): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONGEST_MS);
  });
  // The screen asks again and shows why, should any of it fail.
  await Promise.race([read(client).catch(() => undefined), moment]);
  clearTimeout(timer);
}

async function read(client: QueryClient): Promise<void> {
  const { openTenant: tenantId } = await client.query(startQuery(client));
  if (tenantId === undefined) return;
  const opened = await client.query(openingQuery(client, tenantId));
  const left = leftPlace(tenantId);
  if (left?.screen === "resource") return;
  const table = left?.screen === "directory" ? left : undefined;
  const resourceType = table?.resourceType ?? firstResourceType(opened)?.name;
  if (resourceType === undefined) return;
  await readFirst(client, { tenantId, resourceType }, table?.filter);
}

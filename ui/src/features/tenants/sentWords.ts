// How many requests a connection test sent, and of which kind. Pure.
import type { TenantTested } from "../../host/generated/TenantTested";

type Sent = Pick<TenantTested, "requests" | "tokenRequests">;

/** "9 GET requests were sent to the SCIM server, and 1 token request." */
export function sentWords({ requests, tokenRequests }: Sent): string {
  if (requests === 0 && tokenRequests === 0) return "No HTTP request was sent.";
  const tokens = counted(tokenRequests, "token request");
  if (requests === 0) return `Only ${tokens} ${were(tokenRequests)} sent.`;
  const words = `${counted(requests, "GET request")} ${were(requests)} sent to the SCIM server`;
  return tokenRequests === 0 ? `${words}.` : `${words}, and ${tokens}.`;
}

/** "9 GET requests, 1 token request" */
export function sentCounts({ requests, tokenRequests }: Sent): string {
  const reads = counted(requests, "GET request");
  return tokenRequests === 0 ? reads : `${reads}, ${counted(tokenRequests, "token request")}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function were(count: number): string {
  return count === 1 ? "was" : "were";
}

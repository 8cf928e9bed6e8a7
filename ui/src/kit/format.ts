// Numbers, sizes and times as the interface writes them. Pure.

const numbers = new Intl.NumberFormat("en-US");
const oneDigit = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** Milliseconds: "0.4 ms", "84 ms", "2.4 s", "1 min 5 s". */
export function formatMs(ms: number): string {
  if (ms < 10) return `${oneDigit.format(ms)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${oneDigit.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Bytes: "312 B", "4.2 kB", "1.6 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${oneDigit.format(bytes / 1000)} kB`;
  return `${oneDigit.format(bytes / 1_000_000)} MB`;
}

/** An instant in UTC to the second: "2026-10-15 07:41:09 UTC". The text itself if it is no instant. */
export function formatUtc(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The clock of the window is so old at most, and another machine's may be a little ahead. */
const AHEAD_SECONDS = 30;

/** How long ago under a day, the date after that; instants to come are dates with their time. */
export function formatAgo(text: string, now: number): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  const seconds = Math.round((now - at) / 1000);
  if (seconds < -AHEAD_SECONDS) return formatUtc(text);
  if (seconds < 45) return "just now";
  if (seconds < 3570) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  return formatDate(at, now);
}

const UNITS: readonly [number, string][] = [
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
];
const SECOND: readonly [number, string] = [1, "second"];

/** How far away an instant is, in the largest unit that it fills: "in 42 minutes", "3 days ago". */
export function formatDistance(text: string, now: number): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  const seconds = Math.abs(at - now) / 1000;
  const [size, unit] = UNITS.find(([it]) => seconds >= it) ?? SECOND;
  const span = counted(Math.floor(seconds / size), unit);
  return at > now ? `in ${span}` : `${span} ago`;
}

/** A span of whole units, exactly: "1 hour", "90 minutes", "3,599 seconds". */
export function formatSpan(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [size, unit] = UNITS.find(([it]) => seconds >= it && seconds % it === 0) ?? SECOND;
  return counted(seconds / size, unit);
}

function counted(count: number, unit: string): string {
  return `${formatNumber(count)} ${unit}${count === 1 ? "" : "s"}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function formatDate(at: number, now: number): string {
  const date = new Date(at);
  const day = `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""}`;
  return date.getFullYear() === new Date(now).getFullYear() ? day : `${day} ${date.getFullYear()}`;
}

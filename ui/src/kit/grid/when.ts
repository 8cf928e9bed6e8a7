// Times with every digit that was received, and the clock times of a list.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function dateOf(text: string): Date | undefined {
  const date = new Date(text);
  return /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(date.getTime()) ? date : undefined;
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** "2026-10-15 07:41:09 UTC", with every digit that was received; text that is no time as it is. */
export function exactTime(text: string): string {
  const date = dateOf(text);
  if (!date || !text.includes("T")) return text;
  const fraction = /T[\d:]+(\.\d+)/.exec(text)?.[1] ?? "";
  const digits = /^\.0*$/.test(fraction) ? "" : fraction;
  return `${date.toISOString().slice(0, 19).replace("T", " ")}${digits} UTC`;
}

/** "14:31:52.118" in the person's own time zone. */
export function clockTime(text: string): string {
  const date = dateOf(text);
  if (!date) return text;
  const two = (number: number) => String(number).padStart(2, "0");
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** "14 Oct" where the time is not of today, for a list that shows clock times. */
export function dayBefore(text: string, now: number): string | undefined {
  const date = dateOf(text);
  if (!date || startOfDay(date) === startOfDay(new Date(now))) return undefined;
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""}`;
}

/** Letters of a clock time. */
const TO_THE = { minute: 5, second: 8 } as const;

/** "at 14:31", "on 14 Oct at 14:31" where that is not of today: the end of a sentence. */
export function atWords(text: string, now: number, to: keyof typeof TO_THE = "minute"): string {
  const day = dayBefore(text, now);
  const clock = clockTime(text).slice(0, TO_THE[to]);
  return day === undefined ? `at ${clock}` : `on ${day} at ${clock}`;
}

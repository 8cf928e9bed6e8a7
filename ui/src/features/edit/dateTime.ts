// Dates and times with their zone, as RFC 3339 writes them: taken apart for the pickers, and put together again. Pure.

export interface Moment {
  date: string;
  /** With seconds and their fraction, as written. */
  time: string;
  /** "Z" or "+02:00". */
  zone: string;
}

const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)([Zz]|[+-]\d{2}:\d{2})?$/;

/** The parts of a text; undefined where it is no date and time. Without a zone it is taken to be in UTC. */
export function parts(text: string): Moment | undefined {
  const found = WRITTEN.exec(text.trim());
  if (!found) return undefined;
  const [, date = "", time = "", zone = "Z"] = found;
  return { date, time, zone: zone.toUpperCase() };
}

export function written({ date, time, zone }: Moment): string {
  return `${date}T${time.length === 5 ? `${time}:00` : time}${zone}`;
}

/** An instant as it is written in a zone, to the second. */
export function momentAt(instant: number, zone: string): Moment {
  const shifted = new Date(instant + minutesOf(zone) * 60_000).toISOString();
  return { date: shifted.slice(0, 10), time: shifted.slice(11, 19), zone };
}

function minutesOf(zone: string): number {
  const found = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === "-" ? -minutes : minutes;
}

/** The zone of this computer at an instant. */
export function zoneHere(instant: number): string {
  const minutes = -new Date(instant).getTimezoneOffset();
  const size = Math.abs(minutes);
  const two = (it: number) => String(it).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The zones to choose from: UTC, this computer's, the whole hours, and what is written. */
export function zones(written: string, here: string): string[] {
  const hours = Array.from({ length: 27 }, (_, at) => at - 12).map(
    (it) => `${it < 0 ? "-" : "+"}${String(Math.abs(it)).padStart(2, "0")}:00`,
  );
  return [...new Set(["Z", here, written, ...hours])];
}

/** How the instant reads on this computer; undefined where the text is none. */
export function localReading(text: string): string | undefined {
  if (!parts(text)) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return undefined;
  const { date, time } = momentAt(instant, zoneHere(instant));
  return `${date} ${time} here`;
}

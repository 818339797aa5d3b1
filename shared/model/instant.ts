/**
 * Instants: times in one canonical text. A time of the source is compared only with times of the source, and a time of
 * our own clock only with our own.
 */

/**
 * A time in one canonical spelling, `2026-11-20T02:52:40.9000000Z`: always UTC, always seven fraction digits. Two
 * instants compare as texts like the times that they are, with the precision of the source, which `Date` does not have.
 */
export type Instant = string & { readonly brand: "Instant" };

/** Date, time with or without seconds and their fraction, and zone: ISO 8601 with the freedoms of RFC 3339. */
const PATTERN =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,20}))?)?(?: ?(?:[Zz]|([+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)))?$/;
const CANONICAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/;
const FIRST_REAL_YEAR = 1970;

/** @internal */
export function isInstant(value: unknown): value is Instant {
  return typeof value === "string" && isCanonical(value) && isOnCalendar(value);
}

function isCanonical(text: string): text is Instant {
  return CANONICAL.test(text);
}

/**
 * False for 30 February or 24:00: `Date` rolls them over to the next day, and their texts would not compare as that
 * time.
 */
function isOnCalendar(canonical: string): boolean {
  return new Date(canonical).getUTCDate() === Number(canonical.slice(8, 10));
}

/**
 * Parses a date-time of the source, with any offset. Undefined when there is none: absent, null, empty, not a date, or
 * a year before 1970, which means "never" (docs/customer-insights.md, Numbers and dates). A missing zone means UTC.
 */
export function parseInstant(value: unknown): Instant | undefined {
  const match = typeof value === "string" ? PATTERN.exec(value.trim()) : null;
  if (!match) return undefined;
  const [, day, time, seconds = "00", fraction = "", zone = "+00"] = match;
  const local = `${day}T${time}:${seconds}.${fraction.padEnd(7, "0").slice(0, 7)}Z`;
  const canonical = isInstant(local) ? withoutOffset(local, minutesOf(zone)) : "";
  return Number(canonical.slice(0, 4)) >= FIRST_REAL_YEAR && isInstant(canonical) ? canonical : undefined;
}

/** The minutes of an offset such as `+01:30`, `-0500` or `+14`. */
function minutesOf(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", ""));
  return zone.startsWith("-") ? -minutes : minutes;
}

/** The same moment in UTC. The fraction stays as it is, since an offset has whole minutes. */
function withoutOffset(local: Instant, offsetMinutes: number): string {
  const utc = new Date(Date.parse(`${local.slice(0, 19)}Z`) - offsetMinutes * 60_000).toISOString();
  return utc.slice(0, 19) + local.slice(19);
}

/** A time of our own clock as an instant. */
export function toInstant(at: Date): Instant {
  const canonical = `${at.toISOString().slice(0, -1)}0000Z`;
  // A year of more than four digits has another form.
  if (!isCanonical(canonical)) throw new RangeError(`no instant: ${canonical}`);
  return canonical;
}

/** The latest of the instants that are there. */
export function latest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants.reduce((newest, each) => (each && (!newest || each > newest) ? each : newest), undefined);
}

/** True when `next` is there and later than `previous`, or `previous` was not there. */
export function isLater(next: Instant | undefined, previous: Instant | undefined): next is Instant {
  return next !== undefined && (previous === undefined || next > previous);
}

/** The instant some seconds after a time of our own clock. */
export function addSeconds(at: Date, seconds: number): Instant {
  return toInstant(new Date(at.getTime() + Math.round(seconds * 1000)));
}

/** The seconds from an instant of our own clock until `at`; negative when the instant lies ahead. */
export function secondsSince(instant: Instant, at: Date): number {
  return (at.getTime() - Date.parse(instant)) / 1000;
}

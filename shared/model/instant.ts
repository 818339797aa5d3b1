/**
 * A time of the source in one canonical spelling, `2026-11-20T02:52:40.9000000Z`: always UTC, always seven fraction
 * digits. Comparing two of them as texts compares them as times, to the precision the source has and `Date` has not.
 */
export type Instant = string & { readonly brand: "Instant" };

const PATTERN = /^(\d{4})-(\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|\+00:?00)?$/;
const CANONICAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/;
const FIRST_REAL_YEAR = 1970;

/** @internal */
export function isInstant(value: unknown): value is Instant {
  return typeof value === "string" && isCanonical(value) && isOnCalendar(value);
}

function isCanonical(text: string): text is Instant {
  return CANONICAL.test(text);
}

/** `Date` rolls 30 February and 24:00 over to another day; as texts they would not compare as that time. */
function isOnCalendar(canonical: string): boolean {
  return new Date(canonical).getUTCDate() === Number(canonical.slice(8, 10));
}

/**
 * Reads a date-time of the source. Undefined when there is none: absent, null, empty, not a date, or a year before 1970,
 * which is how the source spells "never" (reference/customer-insights-api.md 2.4). A missing zone means UTC.
 */
export function parseInstant(value: unknown): Instant | undefined {
  const match = typeof value === "string" ? PATTERN.exec(value.trim()) : null;
  if (!match) return undefined;
  const [, year = "", monthDay = "", time = "", fraction = ""] = match;
  const canonical = `${year}-${monthDay}T${time}.${fraction.padEnd(7, "0").slice(0, 7)}Z`;
  return Number(year) >= FIRST_REAL_YEAR && isInstant(canonical) ? canonical : undefined;
}

/** The canonical spelling of a reading of our own clock. */
export function toInstant(at: Date): Instant {
  const canonical = `${at.toISOString().slice(0, -1)}0000Z`;
  // Years of more than four digits have another form.
  if (!isCanonical(canonical)) throw new RangeError(`no instant: ${canonical}`);
  return canonical;
}

export function latest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants.reduce((newest, each) => (each && (!newest || each > newest) ? each : newest), undefined);
}

/** True when the source's time moved on: `next` is there and later than `previous`, or `previous` was not there. */
export function isLater(next: Instant | undefined, previous: Instant | undefined): next is Instant {
  return next !== undefined && (previous === undefined || next > previous);
}

/** `seconds` after a clock reading; only for times of our own clock. */
export function addSeconds(at: Date, seconds: number): Instant {
  return toInstant(new Date(at.getTime() + Math.round(seconds * 1000)));
}

/** Seconds from an instant of our own clock until `at`; negative when it lies ahead. */
export function secondsSince(instant: Instant, at: Date): number {
  return (at.getTime() - Date.parse(instant)) / 1000;
}

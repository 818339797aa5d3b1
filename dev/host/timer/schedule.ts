/** Schedules of timers: NCRONTAB expressions and time spans, and the next occurrence of one. */
import { parseTimeSpan } from "../settings/settings";

const MINUTE_MS = 60_000;

export interface Schedule {
  readonly text: string;
  /** The first occurrence strictly after a moment. */
  next(after: Date): Date;
  /** True when it fires more than once a minute: the host does not monitor such a schedule. */
  readonly isFrequent: boolean;
}

/** Parses NCRONTAB in UTC, or a time span, which is a constant interval. Throws saying what is wrong with it. */
export function parseSchedule(text: string, now: Date): Schedule {
  if (isNcrontab(text)) return parseCron(text, now);
  const intervalMs = parseTimeSpan(text);
  if (!intervalMs) throw new Error(`schedule "${text}" is neither an NCRONTAB expression nor a time span.`);
  const next = (after: Date): Date => new Date(after.getTime() + intervalMs);
  return { text, next, isFrequent: intervalMs < MINUTE_MS };
}

/** True for what is written as an NCRONTAB expression, valid or not: five or six fields. */
export function isNcrontab(text: string): boolean {
  return [5, 6].includes(splitFields(text).length);
}

function splitFields(text: string): string[] {
  return text.split(" ").filter((token) => token !== "");
}

function parseCron(text: string, now: Date): Schedule {
  const fields = parseNcrontab(text);
  const next = (after: Date): Date => {
    const found = nextOccurrence(fields, after);
    if (!found) throw new Error(`schedule "${text}" never comes.`);
    return found;
  };
  return { text, next, isFrequent: isFrequent(next, now) };
}

/** The values each field allows, in the order second, minute, hour, day, month, day of week. */
export type NcrontabFields = readonly [Allowed, Allowed, Allowed, Allowed, Allowed, Allowed];

type Allowed = ReadonlySet<number>;

const MONTHS = "january february march april may june july august september october november december".split(" ");

const DAYS = "sunday monday tuesday wednesday thursday friday saturday".split(" ");

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names from `min` on; any prefix stands for the first that has it. */
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: "second", min: 0, max: 59 },
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: MONTHS },
  { name: "day of week", min: 0, max: 6, names: DAYS },
];

/** Parses the host's dialect of crontab (with five fields the second is 0). Throws naming the field. */
export function parseNcrontab(text: string): NcrontabFields {
  const given = splitFields(text);
  const fields = given.length === 5 ? ["0", ...given] : given;
  if (fields.length !== 6) throw new Error(`"${text}" must have five or six fields.`);
  return FIELDS.map((field, index) => parseField(fields[index] ?? "", field)) as unknown as NcrontabFields;
}

function parseField(text: string, field: Field): Allowed {
  return new Set(text.split(",").flatMap((element) => parseElement(element, field)));
}

function parseElement(text: string, field: Field): number[] {
  const [base = "", stepText, ...more] = text.split("/");
  if (more.length > 0) throw invalid(text, field);
  const step = stepText === undefined ? undefined : parseStep(stepText, field);
  const [from, to] = parseRange(base, field, step !== undefined);
  const values: number[] = [];
  for (let value = from; value <= to; value += step ?? 1) values.push(value);
  return values;
}

function invalid(text: string, { name, min, max }: Field): Error {
  return new Error(`"${text}" is not valid for the ${name} (${min} to ${max}).`);
}

function parseStep(text: string, field: Field): number {
  if (!/^\d+$/.test(text)) throw invalid(`/${text}`, field);
  return Math.max(1, Number(text));
}

/** A single value with a step runs to the field's end; a reversed range is the range between its ends. */
function parseRange(base: string, field: Field, hasStep: boolean): [number, number] {
  if (base === "*") return [field.min, field.max];
  const ends = base.split("-").map((end) => parseValue(end, field));
  const [first, second = hasStep ? field.max : first] = ends;
  if (first === undefined || second === undefined || ends.length > 2) throw invalid(base, field);
  return first <= second ? [first, second] : [second, first];
}

function parseValue(text: string, field: Field): number {
  const named = text === "" ? -1 : (field.names ?? []).findIndex((name) => name.startsWith(text.toLowerCase()));
  const value = /^\d+$/.test(text) ? Number(text) : named < 0 ? Number.NaN : named + field.min;
  if (!(value >= field.min && value <= field.max)) throw invalid(text, field);
  return value;
}

/** The Gregorian calendar repeats within 400 years, and February 29 on a given weekday comes within 40. */
const SEARCH_YEARS = 40;

/** The first moment (UTC, whole second) strictly after `after` that matches every field. Undefined when none comes. */
export function nextOccurrence(fields: NcrontabFields, after: Date): Date | undefined {
  const [seconds, minutes, hours] = fields;
  const moment = new Date(after);
  moment.setUTCMilliseconds(0);
  moment.setUTCSeconds(moment.getUTCSeconds() + 1);
  const lastYear = moment.getUTCFullYear() + SEARCH_YEARS;
  while (moment.getUTCFullYear() <= lastYear) {
    if (!isDateAllowed(fields, moment)) toNextDate(fields, moment);
    else if (!hours.has(moment.getUTCHours())) moment.setUTCHours(moment.getUTCHours() + 1, 0, 0);
    else if (!minutes.has(moment.getUTCMinutes())) moment.setUTCMinutes(moment.getUTCMinutes() + 1, 0);
    else if (!seconds.has(moment.getUTCSeconds())) moment.setUTCSeconds(moment.getUTCSeconds() + 1);
    else return moment;
  }
  return undefined;
}

function isDateAllowed([, , , days, months, weekdays]: NcrontabFields, moment: Date): boolean {
  return months.has(moment.getUTCMonth() + 1) && days.has(moment.getUTCDate()) && weekdays.has(moment.getUTCDay());
}

function toNextDate([, , , , months]: NcrontabFields, moment: Date): void {
  if (months.has(moment.getUTCMonth() + 1)) moment.setUTCDate(moment.getUTCDate() + 1);
  else moment.setUTCMonth(moment.getUTCMonth() + 1, 1);
  moment.setUTCHours(0, 0, 0);
}

const SAMPLED_OCCURRENCES = 5;

function isFrequent(next: (after: Date) => Date, now: Date): boolean {
  let previous = next(now);
  for (let sampled = 0; sampled < SAMPLED_OCCURRENCES; sampled += 1) {
    const following = next(previous);
    if (following.getTime() - previous.getTime() < MINUTE_MS) return true;
    previous = following;
  }
  return false;
}

/** The values each field allows, in the order second, minute, hour, day, month, day of week. */
export type NcrontabFields = readonly [Allowed, Allowed, Allowed, Allowed, Allowed, Allowed];
type Allowed = ReadonlySet<number>;

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names from `min` on; any prefix stands for the first that has it. */
  readonly names?: readonly string[];
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const DAYS = "sunday monday tuesday wednesday thursday friday saturday".split(" ");

const FIELDS: readonly Field[] = [
  { name: "second", min: 0, max: 59 },
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: MONTHS },
  { name: "day of week", min: 0, max: 6, names: DAYS },
];

/** True for what is written as an NCRONTAB expression, valid or not: five or six fields. */
export function isNcrontab(text: string): boolean {
  return [5, 6].includes(splitFields(text).length);
}

/** Parses the host's dialect of crontab (with five fields the second is 0). Throws naming the field. */
export function parseNcrontab(text: string): NcrontabFields {
  const given = splitFields(text);
  const fields = given.length === 5 ? ["0", ...given] : given;
  if (fields.length !== 6) throw new Error(`"${text}" must have five or six fields.`);
  return FIELDS.map((field, index) => parseField(fields[index] ?? "", field)) as unknown as NcrontabFields;
}

function splitFields(text: string): string[] {
  return text.split(" ").filter((token) => token !== "");
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

/** A single value with a step runs to the field's end; a reversed range is the range between its ends. */
function parseRange(base: string, field: Field, hasStep: boolean): [number, number] {
  if (base === "*") return [field.min, field.max];
  const ends = base.split("-").map((end) => parseValue(end, field));
  const [first, second = hasStep ? field.max : first] = ends;
  if (first === undefined || second === undefined || ends.length > 2) throw invalid(base, field);
  return first <= second ? [first, second] : [second, first];
}

function parseStep(text: string, field: Field): number {
  if (!/^\d+$/.test(text)) throw invalid(`/${text}`, field);
  return Math.max(1, Number(text));
}

function parseValue(text: string, field: Field): number {
  const named = text === "" ? -1 : (field.names ?? []).findIndex((name) => name.startsWith(text.toLowerCase()));
  const value = /^\d+$/.test(text) ? Number(text) : named < 0 ? Number.NaN : named + field.min;
  if (!(value >= field.min && value <= field.max)) throw invalid(text, field);
  return value;
}

function invalid(text: string, { name, min, max }: Field): Error {
  return new Error(`"${text}" is not valid for the ${name} (${min} to ${max}).`);
}

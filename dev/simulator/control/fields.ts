/** The fields of a control call's body, checked with messages that name the field. */
import { ControlError } from "./controlCall";

/** Both included; without `highest` there is no upper limit. */
interface Limits {
  readonly lowest: number;
  readonly highest?: number;
}

/** Reads the fields of a control call; every method gives undefined for an absent field and throws for a bad one. */
export interface Fields {
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  number(name: string, limits: Limits): number | undefined;
  integer(name: string, limits: Limits): number | undefined;
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined;
  texts(name: string): readonly string[] | undefined;
  object(name: string, allowed?: readonly string[]): Fields | undefined;
  /** The names of all fields that are present. */
  names(): readonly string[];
  has(name: string): boolean;
  isNull(name: string): boolean;
  isNumber(name: string): boolean;
}

/** Throws when a field is none of `allowed`; `path` is where the object is, for messages. */
export function createFields(value: unknown, allowed?: readonly string[], path = ""): Fields {
  const body = readObject(value, path);
  const full = (name: string): string => (path ? `${path}.${name}` : name);
  refuseUnknown(Object.keys(body), allowed, full);
  const read = <T>(name: string, isGood: (candidate: unknown) => candidate is T, wanted: string): T | undefined => {
    const candidate = body[name];
    if (candidate === undefined) return undefined;
    if (isGood(candidate)) return candidate;
    throw new ControlError(400, full(name), `${full(name)} must be ${wanted}.`);
  };
  return {
    text: (name) => read(name, isText, "a text that is not empty"),
    flag: (name) => read(name, isChoice([true, false]), "true or false"),
    number: (name, limits) => read(name, isNumber(limits), `a number ${describeLimits(limits)}`),
    integer: (name, limits) => read(name, isInteger(limits), `a whole number ${describeLimits(limits)}`),
    choice: (name, choices) => read(name, isChoice(choices), `one of ${choices.join(", ")}`),
    texts: (name) => read(name, isTexts, "a list of texts"),
    object: (name, allowedInside) =>
      body[name] === undefined ? undefined : createFields(body[name], allowedInside, full(name)),
    names: () => Object.keys(body),
    has: (name) => body[name] !== undefined,
    isNull: (name) => body[name] === null,
    isNumber: (name) => typeof body[name] === "number",
  };
}

function readObject(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new ControlError(400, path || "body", `${path || "The body"} must be a JSON object.`);
}

function refuseUnknown(
  names: readonly string[],
  allowed: readonly string[] | undefined,
  full: (name: string) => string,
): void {
  const unknown = names.find((name) => allowed && !allowed.includes(name));
  if (unknown === undefined) return;
  const known = allowed?.join(", ") || "no fields at all";
  throw new ControlError(400, full(unknown), `${full(unknown)} is not known; allowed are ${known}.`);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isChoice<T>(choices: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => (choices as readonly unknown[]).includes(value);
}

function isNumber({ lowest, highest = Infinity }: Limits): (value: unknown) => value is number {
  return (value): value is number => Number.isFinite(value) && Number(value) >= lowest && Number(value) <= highest;
}

function describeLimits({ lowest, highest }: Limits): string {
  return highest === undefined ? `of at least ${lowest}` : `from ${lowest} to ${highest}`;
}

function isInteger(limits: Limits): (value: unknown) => value is number {
  return (value): value is number => Number.isInteger(value) && isNumber(limits)(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

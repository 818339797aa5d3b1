/**
 * The reader of single settings: text, number, list, address, each with its limits. It collects every problem instead
 * of throwing, so that a person can mend all of them at once. Which settings there are is in readConfig.ts.
 */

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingReader {
  /** The trimmed text; undefined when it is absent or blank. */
  readonly text: (name: string) => string | undefined;
  /** A number, which may be a fraction: for times. */
  readonly number: (name: string, limits: Limits) => number;
  /** A whole number: for what is counted. */
  readonly count: (name: string, limits: Limits) => number;
  /** The items of a comma-separated list, without empty ones. */
  readonly list: (name: string, fallback: readonly string[]) => readonly string[];
  /**
   * The items of such a list, each parsed. `form` says what the list must be; items that are not are named by position.
   */
  readonly items: <T>(name: string, fallback: readonly string[], list: ItemForm<T>) => readonly T[];
  /** An absolute http or https URL, without slashes at the end. */
  readonly url: (name: string, fallback: string | undefined) => string;
  /** Reports that a setting is wrong; the message must not contain its value. */
  readonly wrong: (name: string, message: string) => void;
}

interface ItemForm<T> {
  /** The form of the list, as what follows "must be a list of". */
  readonly form: string;
  /** Returns undefined for an item that does not have the form. */
  readonly parse: (item: string) => T | undefined;
}

interface Limits {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
}

/** The text of a reference that App Service puts in place of the value when it cannot resolve the reference. */
const REFERENCE = /@Microsoft\.(?:KeyVault|AppConfiguration)\s*\(/i;

/** App Service sets each setting a second time, with this prefix. */
const COPY = /^APPSETTING_/i;

/**
 * Adds a problem for each setting that still holds the text of a reference, whether it is read here, by the host or by
 * an SDK. The text is not shown: it names the vault.
 */
export function reportReferences(env: Environment, problems: string[]): void {
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && REFERENCE.test(value) && !COPY.test(name)) problems.push(`${name} ${UNRESOLVED}`);
}

const UNRESOLVED =
  "is a Key Vault reference that the platform has not resolved: check that the app's identity has the role " +
  "Key Vault Secrets User and that the secret exists, then restart the app";

export function createSettingReader(env: Environment, problems: string[]): SettingReader {
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  // What else is wrong with the text of a reference says nothing about the value.
  const wrong = (name: string, message: string): void => {
    if (!REFERENCE.test(env[name] ?? "")) problems.push(`${name} ${message}`);
  };
  const read = (name: string, { fallback, least, most }: Limits, isWhole: boolean): number => {
    const value = Number(text(name) ?? fallback);
    if (value >= least && value <= most && (Number.isInteger(value) || !isWhole)) return value;
    wrong(name, `must be a ${isWhole ? "whole " : ""}number from ${least} to ${most}`);
    return fallback;
  };
  const list: SettingReader["list"] = (name, fallback) => {
    const items = text(name)
      ?.split(",")
      .map((item) => item.trim());
    return items?.filter((item) => item !== "") ?? fallback;
  };
  return {
    text,
    wrong,
    list,
    number: (name, limits) => read(name, limits, false),
    count: (name, limits) => read(name, limits, true),
    items: (name, fallback, { form, parse }) => {
      const parsed = list(name, fallback).map((item) => parse(item));
      const wrongOnes = parsed.flatMap((item, index) => (item === undefined ? [index + 1] : []));
      if (wrongOnes.length > 0) wrong(name, `must be a list of ${form}; ${sayPositions(wrongOnes)}`);
      return parsed.filter((item) => item !== undefined);
    },
    url: (name, fallback) => {
      const value = text(name) ?? fallback;
      const problem = value === undefined ? "is missing" : urlProblem(value);
      // A default address may be made of another setting, which has been reported.
      if (problem !== undefined && !REFERENCE.test(value ?? "")) wrong(name, problem);
      return value?.replace(/(?<!\/)\/+$/, "") ?? "";
    },
  };
}

/** Names the items by position, the first being 1: an item may be a secret. */
function sayPositions([first, ...others]: readonly number[]): string {
  if (others.length === 0) return `item ${first} is not`;
  return `items ${[first, ...others.slice(0, -1)].join(", ")} and ${others.at(-1)} are not`;
}

/**
 * The scheme is checked because `localhost:7071` parses as a URL of the scheme `localhost:`; a password would be logged
 * with the URL.
 */
function urlProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !["https:", "http:"].includes(url.protocol)) return "must be an absolute URL that begins with https://";
  return url.username + url.password === "" ? undefined : "must not contain a user name or password";
}

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
  /** An absolute http or https URL, without slashes at the end. */
  readonly url: (name: string, fallback: string | undefined) => string;
  /** Reports that a setting is wrong; the message must not contain its value. */
  readonly wrong: (name: string, message: string) => void;
}

interface Limits {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
}

export function createSettingReader(env: Environment, problems: string[]): SettingReader {
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const wrong = (name: string, message: string): void => {
    problems.push(`${name} ${message}`);
  };
  const read = (name: string, { fallback, least, most }: Limits, isWhole: boolean): number => {
    const value = Number(text(name) ?? fallback);
    if (value >= least && value <= most && (Number.isInteger(value) || !isWhole)) return value;
    wrong(name, `must be a ${isWhole ? "whole " : ""}number from ${least} to ${most}`);
    return fallback;
  };
  return {
    text,
    wrong,
    number: (name, limits) => read(name, limits, false),
    count: (name, limits) => read(name, limits, true),
    list: (name, fallback) => {
      const items = text(name)
        ?.split(",")
        .map((item) => item.trim());
      return items?.filter((item) => item !== "") ?? fallback;
    },
    url: (name, fallback) => {
      const value = text(name) ?? fallback;
      const problem = value === undefined ? "is missing" : urlProblem(value);
      if (problem !== undefined) wrong(name, problem);
      return value?.replace(/(?<!\/)\/+$/, "") ?? "";
    },
  };
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

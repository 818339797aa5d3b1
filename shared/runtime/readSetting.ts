export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings one by one and collects what is wrong, so that a person mends everything at once. */
export interface SettingReader {
  /** Undefined when absent or blank. */
  readonly text: (name: string) => string | undefined;
  /** Also a fraction: for times, not for what is counted. */
  readonly number: (name: string, limits: Limits) => number;
  /** A whole number. */
  readonly count: (name: string, limits: Limits) => number;
  /** Comma-separated; blanks dropped. */
  readonly list: (name: string, fallback: readonly string[]) => readonly string[];
  readonly url: (name: string, fallback: string | undefined) => string;
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

/** `localhost:7071` parses as a URL too, of the scheme `localhost:`. A password would be shown wherever the URL is. */
function urlProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !["https:", "http:"].includes(url.protocol)) return "must be an absolute URL that begins with https://";
  return url.username + url.password === "" ? undefined : "must not contain a user name or password";
}

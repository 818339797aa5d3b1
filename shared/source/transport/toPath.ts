const MAX_VALUE_LENGTH = 400;

export interface PathParts {
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** More of the query, encoded by the source itself. */
  readonly rest?: string | undefined;
}

/**
 * Path and query below the base path. Every part is one segment whatever it holds; undefined when a part cannot be one:
 * empty, `.` or `..` (servers resolve them even encoded), no valid Unicode, or longer than any name of the source; or when
 * `rest` is no query.
 */
export function toPath({ path, query = {}, rest = "" }: PathParts): string | undefined {
  if (!path.every(isSegment) || !/^[\x21\x22\x24-\x7e]*$/.test(rest)) return undefined;
  // OData options begin with a `$` that stays as it is, and a blank is `%20` (reference 2.1).
  const search = new URLSearchParams(query).toString().replaceAll("%24", "$").replaceAll("+", "%20");
  const whole = [search, rest].filter((part) => part !== "").join("&");
  return `/${path.map(encodeSegment).join("/")}${whole && `?${whole}`}`;
}

function isSegment(part: string): boolean {
  return !/^\.{0,2}$/.test(part) && part.length <= MAX_VALUE_LENGTH && !/\p{Surrogate}/u.test(part);
}

function encodeSegment(part: string): string {
  return encodeURIComponent(part).replaceAll("'", "%27");
}

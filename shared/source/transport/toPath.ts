const MAX_VALUE_LENGTH = 400;

export interface PathParts {
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/**
 * Path and query below the base path. Every part is one segment whatever it holds; undefined when a part cannot be one:
 * empty, `.` or `..` (servers resolve them even encoded), no valid Unicode, or longer than any name of the source.
 */
export function toPath({ path, query = {} }: PathParts): string | undefined {
  if (!path.every(isSegment)) return undefined;
  // OData options begin with a `$` that stays as it is, and a blank is `%20` (reference 2.1).
  const search = new URLSearchParams(query).toString().replaceAll("%24", "$").replaceAll("+", "%20");
  return `/${path.map(encodeSegment).join("/")}${search && `?${search}`}`;
}

function isSegment(part: string): boolean {
  return !/^\.{0,2}$/.test(part) && part.length <= MAX_VALUE_LENGTH && !/\p{Surrogate}/u.test(part);
}

function encodeSegment(part: string): string {
  return encodeURIComponent(part).replaceAll("'", "%27");
}

/** The matching of a path with a parsed route, which yields the values of its parameters. */
import { type RouteParameter, type RouteSegment } from "./routeTemplate";

/** Route values by parameter name; unused optional parameters are absent. */
export type RouteValues = Record<string, string>;

/** The values of a path (still encoded, with its leading slash) under a route; undefined when it does not match. */
export function matchRoute(route: readonly RouteSegment[], path: string): RouteValues | undefined {
  const given = splitPath(path);
  const values: RouteValues = {};
  for (const [index, segment] of route.entries()) {
    const only = segment.length === 1 ? segment[0] : undefined;
    if (only?.kind === "parameter" && only.isCatchAll) {
      const rest = given.slice(index).join("/");
      return isTaken(only, rest === "" ? undefined : rest, values) ? values : undefined;
    }
    if (!matchAt(segment, given[index], values)) return undefined;
  }
  return given.length > route.length ? undefined : values;
}

function splitPath(path: string): string[] {
  const trimmed = path.replace(/^\//, "").replace(/\/$/, "");
  return trimmed === "" ? [] : trimmed.split("/").map(decode);
}

/** Decodes as Kestrel does: an encoded slash stays encoded, and so does a segment that is not valid. */
function decode(segment: string): string {
  try {
    return segment
      .split(/(%2f)/i)
      .map((part) => (/^%2f$/i.test(part) ? part : decodeURIComponent(part)))
      .join("");
  } catch {
    return segment;
  }
}

/** Takes the value, or the default, unless a constraint refuses it. */
function isTaken(parameter: RouteParameter, given: string | undefined, values: RouteValues): boolean {
  const value = given ?? parameter.defaultValue;
  if (value === undefined) return parameter.isOptional || parameter.isCatchAll;
  if (!parameter.constraints.every((allows) => allows(value))) return false;
  values[parameter.name] = value;
  return true;
}

/** `text` is undefined where the path has ended: then only an optional or default parameter matches. */
function matchAt(segment: RouteSegment, text: string | undefined, values: RouteValues): boolean {
  if (text !== undefined) return text !== "" && matchSegment(segment, text, values);
  const only = segment.length === 1 ? segment[0] : undefined;
  return only?.kind === "parameter" && isTaken(only, undefined, values);
}

/** A segment of several parts matches from the right: the leftmost parameter takes as much as it can. */
function matchSegment(segment: RouteSegment, text: string, values: RouteValues): boolean {
  const match = toPattern(segment).exec(text);
  const last = segment.at(-1);
  if (!match) {
    const canShorten = last?.kind === "parameter" && last.isOptional && segment.length > 1;
    return canShorten && matchSegment(segment.slice(0, -2), text, values); // the full stop goes with it
  }
  const parameters = segment.filter((part) => part.kind === "parameter");
  return parameters.every((parameter, index) => isTaken(parameter, match[index + 1], values));
}

function toPattern(segment: RouteSegment): RegExp {
  const source = segment.map((part) => (part.kind === "parameter" ? "(.+)" : escapePattern(part.text)));
  return new RegExp(`^${source.join("")}$`, "is");
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^$()|[\]\\{}/-]/g, "\\$&");
}

/** The parser of ASP.NET route templates, such as `items/{id:int?}`. */
import { type RouteConstraint, parseConstraint } from "./routeConstraint";

export interface RouteParameter {
  readonly kind: "parameter";
  readonly name: string;
  readonly isOptional: boolean;
  readonly isCatchAll: boolean;
  readonly defaultValue: string | undefined;
  readonly constraints: readonly RouteConstraint[];
}

export type RoutePart = RouteParameter | { readonly kind: "literal"; readonly text: string };

export type RouteSegment = readonly RoutePart[];

/** Parses an ASP.NET route template. Throws saying what is wrong with it. */
export function parseRoute(template: string): readonly RouteSegment[] {
  if (template === "") return [];
  const segments = splitSegments(template).map(parseSegment);
  checkSegments(segments);
  return segments;
}

/** Doubled braces stand for themselves, inside a parameter too. */
const PARAMETER = String.raw`\{(?!\{)(?:[^{}]|\{\{|\}\})*\}`;

const TOKENS = new RegExp(String.raw`\{\{|\}\}|${PARAMETER}|[^{}/]+|.`, "gs");

/** Splits a template at the slashes outside of braces; a slash at the end counts for nothing. */
function splitSegments(template: string): string[] {
  const segments = [""];
  for (const token of template.match(TOKENS) ?? []) {
    if (token === "/") segments.push("");
    else segments.push((segments.pop() ?? "") + token);
  }
  if (segments.at(-1) === "") segments.pop();
  if (segments.includes("")) throw new Error("it starts with a slash or has two in a row.");
  return segments;
}

function parseSegment(text: string): RouteSegment {
  const parts: RoutePart[] = [];
  for (const token of text.match(TOKENS) ?? []) {
    if (token.startsWith("{") && token.endsWith("}")) parts.push(parseParameter(unescape(token.slice(1, -1))));
    else if (token === "{" || token === "}") throw new Error(`a brace in "${text}" has no partner.`);
    else appendLiteral(parts, unescape(token));
  }
  return parts;
}

const START = /^(\*{0,2})([^:=?*/{}]+)/;

/** Parses what stands between the braces: `*name:constraint(argument)=default?`. */
function parseParameter(text: string): RouteParameter {
  const [start, stars, name] = START.exec(text) ?? [];
  if (start === undefined || name === undefined) throw new Error(`parameter "{${text}}" has no valid name.`);
  const isOptional = text.endsWith("?");
  const { constraints, rest } = takeConstraints(text.slice(start.length, isOptional ? -1 : undefined));
  const isCatchAll = stars !== "";
  if (isOptional && (isCatchAll || rest !== ""))
    throw new Error(`parameter "${name}" cannot be optional: it is a catch-all or has a default.`);
  return { kind: "parameter", name, isOptional, isCatchAll, defaultValue: readDefault(rest, text), constraints };
}

/** A constraint's argument ends at the parenthesis that is followed by another constraint, a default or the end. */
const CONSTRAINT = /^:([^:=(]*(?:\(.*?\)(?=[:=]|$))?)/s;

function takeConstraints(text: string): { constraints: RouteConstraint[]; rest: string } {
  const constraints: RouteConstraint[] = [];
  let rest = text;
  for (let match = CONSTRAINT.exec(rest); match; match = CONSTRAINT.exec(rest)) {
    constraints.push(parseConstraint(match[1] ?? ""));
    rest = rest.slice(match[0].length);
  }
  return { constraints, rest };
}

function readDefault(rest: string, text: string): string | undefined {
  if (rest === "") return undefined;
  if (rest.startsWith("=")) return rest.slice(1);
  throw new Error(`parameter "{${text}}" cannot be read from "${rest}" on.`);
}

function unescape(text: string): string {
  return text.replaceAll("{{", "{").replaceAll("}}", "}");
}

function appendLiteral(parts: RoutePart[], text: string): void {
  if (text.includes("?")) throw new Error(`"${text}" contains a question mark.`);
  const last = parts.at(-1);
  if (last?.kind === "literal") parts[parts.length - 1] = { kind: "literal", text: last.text + text };
  else parts.push({ kind: "literal", text });
}

function checkSegments(segments: readonly RouteSegment[]): void {
  const parameters = segments.flat().filter((part) => part.kind === "parameter");
  const names = parameters.map(({ name }) => name.toLowerCase());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`parameter "${repeated}" occurs twice.`);
  if (parameters.slice(0, -1).some(({ isCatchAll }) => isCatchAll))
    throw new Error("a catch-all parameter must be the last.");
  segments.forEach((segment, index) => checkSegment(segment, index === segments.length - 1));
}

function checkSegment(segment: RouteSegment, isLast: boolean): void {
  segment.forEach((part, index) => {
    if (part.kind === "literal") return;
    if (segment[index - 1]?.kind === "parameter")
      throw new Error(`parameter "${part.name}" follows another without text between them.`);
    if (part.isCatchAll && (segment.length > 1 || !isLast)) throw new Error("a catch-all parameter must stand alone.");
    if (part.isOptional && segment.length > 1) checkOptional(part, segment, index);
  });
}

function checkOptional({ name }: RouteParameter, segment: RouteSegment, index: number): void {
  const before = segment[index - 1];
  if (index !== segment.length - 1 || before?.kind !== "literal" || before.text !== ".")
    throw new Error(`optional parameter "${name}" may only end a segment, after a full stop.`);
}

import { parseConstraint, type RouteConstraint } from "./parseConstraint";

export interface RouteParameter {
  readonly kind: "parameter";
  readonly name: string;
  readonly isOptional: boolean;
  readonly isCatchAll: boolean;
  readonly defaultValue: string | undefined;
  readonly constraints: readonly RouteConstraint[];
}

const START = /^(\*{0,2})([^:=?*/{}]+)/;
/** A constraint's argument ends at the parenthesis that is followed by another constraint, a default or the end. */
const CONSTRAINT = /^:([^:=(]*(?:\(.*?\)(?=[:=]|$))?)/s;

/** Parses what stands between the braces: `*name:constraint(argument)=default?`. */
export function parseParameter(text: string): RouteParameter {
  const [start, stars, name] = START.exec(text) ?? [];
  if (start === undefined || name === undefined) throw new Error(`parameter "{${text}}" has no valid name.`);
  const isOptional = text.endsWith("?");
  const { constraints, rest } = takeConstraints(text.slice(start.length, isOptional ? -1 : undefined));
  const isCatchAll = stars !== "";
  if (isOptional && (isCatchAll || rest !== ""))
    throw new Error(`parameter "${name}" cannot be optional: it is a catch-all or has a default.`);
  return { kind: "parameter", name, isOptional, isCatchAll, defaultValue: readDefault(rest, text), constraints };
}

function readDefault(rest: string, text: string): string | undefined {
  if (rest === "") return undefined;
  if (rest.startsWith("=")) return rest.slice(1);
  throw new Error(`parameter "{${text}}" cannot be read from "${rest}" on.`);
}

function takeConstraints(text: string): { constraints: RouteConstraint[]; rest: string } {
  const constraints: RouteConstraint[] = [];
  let rest = text;
  for (let match = CONSTRAINT.exec(rest); match; match = CONSTRAINT.exec(rest)) {
    constraints.push(parseConstraint(match[1] ?? ""));
    rest = rest.slice(match[0].length);
  }
  return { constraints, rest };
}

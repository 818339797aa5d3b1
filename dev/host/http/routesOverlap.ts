import { type RoutePart, type RouteSegment } from "./parseRoute";

/** True when some path may fit both routes; constraints are weighed against literals only. */
export function routesOverlap(a: readonly RouteSegment[], b: readonly RouteSegment[]): boolean {
  const [first, ...restOfA] = a;
  const [second, ...restOfB] = b;
  if (!first || !second) return [...a, ...b].every(canBeAbsent);
  if (isCatchAll(first) || isCatchAll(second)) return true;
  if (segmentsOverlap(first, second) && routesOverlap(restOfA, restOfB)) return true;
  return canBeAbsent(first) && canBeAbsent(second) && [...a, ...b].every(canBeAbsent);
}

function segmentsOverlap(a: RouteSegment, b: RouteSegment): boolean {
  const [literalA, literalB] = [literalOf(a), literalOf(b)];
  if (literalA !== undefined && literalB !== undefined) return literalA.toLowerCase() === literalB.toLowerCase();
  if (literalA !== undefined) return allows(b, literalA);
  return literalB === undefined || allows(a, literalB);
}

function allows(segment: RouteSegment, text: string): boolean {
  const only = onlyPart(segment);
  return only?.kind !== "parameter" || only.constraints.every((constraint) => constraint(text));
}

function literalOf(segment: RouteSegment): string | undefined {
  const only = onlyPart(segment);
  return only?.kind === "literal" ? only.text : undefined;
}

function isCatchAll(segment: RouteSegment): boolean {
  const only = onlyPart(segment);
  return only?.kind === "parameter" && only.isCatchAll;
}

function canBeAbsent(segment: RouteSegment): boolean {
  const only = onlyPart(segment);
  return only?.kind === "parameter" && (only.isOptional || only.isCatchAll || only.defaultValue !== undefined);
}

function onlyPart(segment: RouteSegment): RoutePart | undefined {
  return segment.length === 1 ? segment[0] : undefined;
}

/** The contract, ci-api.openapi.json: its operations, and the operation that a path belongs to. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Scene } from "../world/scene";

type ErrorBody = "api" | "odata" | "gateway" | "empty";

/** An operation of the contract: how it is called, and which error statuses it declares with which kind of body. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** `{name}` stands for a parameter. */
  readonly segments: readonly string[];
  readonly errors: ReadonlyMap<number, ErrorBody>;
}

export interface Route {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the operation of a path without its `/v1` or `/api`, undefined when there is none in the dialects that answer.
 */
export function readRoute(
  operations: readonly Operation[],
  method: string,
  path: string,
  dialects: Scene["dialects"],
): Route | undefined {
  const { path: modelPath, dialect } = toModelDialect(path.replace(/^\/+|\/+$/g, ""));
  if (dialect !== undefined && dialects !== "both" && dialects !== dialect) return undefined;
  const segments = modelPath.split("/");
  for (const operation of operations) {
    const parameters = operation.method === method ? matchSegments(operation.segments, segments) : undefined;
    if (parameters) return { operation, parameters };
  }
  return undefined;
}

type Dialect = "model" | "documentation";

/** Paths that only the product documentation has, and what the service model writes instead. */
const DOCUMENTATION_PATHS: readonly (readonly [RegExp, string])[] = [
  [/^(instances\/[^/]+)\/manage\/workflows\//, "$1/workflows/"],
  [/^(instances\/[^/]+)\/manage\/tables(?=\/|$)/, "$1/manage/entities"],
  [/^(instances\/[^/]+\/manage\/datasources)\/v2$/, "$1"],
];

/** Paths for which the documentation has another form. */
const MODEL_PATHS = [
  /^instances\/[^/]+\/workflows\//,
  /^instances\/[^/]+\/manage\/entities(\/|$)/,
  /^instances\/[^/]+\/manage\/datasources$/,
];

/** Rewrites a path of the documentation; `dialect` is undefined where both are written alike. */
function toModelDialect(path: string): { readonly path: string; readonly dialect: Dialect | undefined } {
  const documented = DOCUMENTATION_PATHS.find(([pattern]) => pattern.test(path));
  if (documented) return { path: path.replace(...documented), dialect: "documentation" };
  return { path, dialect: MODEL_PATHS.some((pattern) => pattern.test(path)) ? "model" : undefined };
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  // An OData path may have segments of its own.
  const takesRest = pattern.at(-1) === "{relativePath}" && segments.length > pattern.length;
  if (pattern.length !== segments.length && !takesRest) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = decodeSegment(
      part === "{relativePath}" ? segments.slice(index).join("/") : (segments[index] ?? ""),
    );
    if (part.startsWith("{")) parameters[part.slice(1, -1)] = segment;
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return parameters;
}

/** A part of a path without its percent-encoding; as it is when that is broken. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

interface ContractOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>;
}

const CONTRACT_FILE = join(__dirname, "..", "ci-api.openapi.json");

export function readContract(): Operation[] {
  const contract = JSON.parse(readFileSync(CONTRACT_FILE, "utf8")) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, ContractOperation | string>>>>;
  };
  return Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      typeof operation === "string" ? [] : [toOperation(method, path, operation)],
    ),
  );
}

function toOperation(method: string, path: string, { operationId, responses }: ContractOperation): Operation {
  const errors = Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .map(([status, { $ref }]) => [Number(status), errorBodyOf($ref ?? "")] as const);
  return {
    operationId,
    method: method.toUpperCase(),
    segments: path.split("/").filter(Boolean),
    errors: new Map(errors),
  };
}

function errorBodyOf(reference: string): ErrorBody {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  if (name.startsWith("Api")) return "api";
  if (name.startsWith("OData")) return "odata";
  return name.startsWith("Empty") ? "empty" : "gateway";
}

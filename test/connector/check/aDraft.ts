import { join } from "node:path";
import { readPackage } from "../../../connector/check/checkPackage";
import { type ConnectorPackage } from "../../../connector/check/rules/rule";

type Json = Record<string, unknown>;
export type Path = readonly (string | number)[];

/** A copy of the real package that may be spoilt. */
export interface Draft {
  definition: Json;
  properties: Json;
  developmentProperties: Json;
  files: Record<string, Buffer>;
  locationOn: (publicBaseUrl: string) => string;
}

const REAL = readPackage(join(__dirname, "../../../connector"));

/**
 * The real package, in which one thing is spoilt; without a last release. Copied as JSON: jest's `structuredClone` makes
 * objects of another realm, which ajv takes for unequal.
 */
export function spoil(change: (draft: Draft) => void): ConnectorPackage {
  const { released: _released, files, locationOn, ...parts } = REAL;
  const copied = JSON.parse(JSON.stringify(parts)) as Pick<
    Draft,
    "definition" | "properties" | "developmentProperties"
  >;
  const draft: Draft = { ...copied, files: { ...files }, locationOn };
  change(draft);
  return draft;
}

/** The same, compared with the real package as the last release. */
export function spoilReleased(change: (draft: Draft) => void): ConnectorPackage {
  return { ...spoil(change), released: REAL };
}

export function set(root: unknown, path: Path, value: unknown): void {
  parentOf(root, path)[path.at(-1) ?? ""] = value;
}

export function remove(root: unknown, path: Path): void {
  delete parentOf(root, path)[path.at(-1) ?? ""];
}

export function get(root: unknown, path: Path): unknown {
  return parentOf(root, path)[path.at(-1) ?? ""];
}

function parentOf(root: unknown, path: Path): Json {
  const parent = path.slice(0, -1).reduce((node, key) => (node as Json)[key], root);
  if (typeof parent !== "object" || parent === null) throw new Error(`nothing at ${path.join(".")}`);
  return parent as Json;
}

/** The place of an operation in the definition. */
export function op(operationId: string): Path {
  for (const [path, item] of Object.entries(REAL.definition.paths ?? {})) {
    for (const [method, each] of Object.entries(item)) {
      if ((each as { operationId?: string }).operationId === operationId) return ["paths", path, method];
    }
  }
  throw new Error(`no operation ${operationId}`);
}

/** The place of one of its parameters. */
export function parameter(operationId: string, name: string): Path {
  const at = op(operationId);
  const parameters = get(REAL.definition, [...at, "parameters"]) as readonly { name: string }[];
  return [...at, "parameters", parameters.findIndex((each) => each.name === name)];
}

/** The place of a property of its body. */
export function property(operationId: string, name: string): Path {
  return [...parameter(operationId, "body"), "schema", "properties", name];
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

type ErrorBody = "api" | "odata" | "gateway" | "empty";

/** An operation of the contract: how it is called, and which error statuses it declares with which kind of body. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** `{name}` stands for a parameter. */
  readonly segments: readonly string[];
  readonly errors: ReadonlyMap<number, ErrorBody>;
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

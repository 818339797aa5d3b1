/**
 * Checks of values against JSON schemas. The module `validation` checks everything that comes from outside, before any
 * other module sees it: request bodies with `guardFields`, stored rows and queue messages with `guard`, tasks in
 * parseTask.ts and parsePoison.ts, callback URLs in checkCallbackUrl.ts. Query options of HTTP routes are checked in
 * `http`.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });

const MAX_PROBLEMS = 20;

/** A problem of an input: the field as a dotted path, empty for the whole input, and what is allowed there. */
export interface FieldProblem {
  readonly target: string;
  readonly message: string;
}

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/**
 * A check of values against a JSON schema that describes `T`. It names each wrong field, at most 20. The schema is
 * compiled at the first use.
 */
export function guard<T>(schema: object): (value: unknown) => Checked<T> {
  let compiled: ValidateFunction<T> | undefined;
  return (value) => {
    const validate = (compiled ??= ajv.compile<T>(schema));
    if (validate(value)) return { ok: true, value };
    const problems = (validate.errors ?? []).slice(0, MAX_PROBLEMS).map((error) => toProblem(error));
    return { ok: false, problems };
  };
}

interface FieldsSchema {
  readonly type: "object";
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/**
 * A guard of the fields of a request's body. In a field that may be absent, null and an empty text mean just that:
 * designers send them for a choice that was cleared.
 */
export function guardFields<T>(schema: FieldsSchema): (body: unknown) => Checked<T> {
  const check = guard<T>(schema);
  return (body) => check(dropCleared(body, schema));
}

function dropCleared(body: unknown, { properties, required = [] }: FieldsSchema): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const isOptional = (name: string): boolean => Object.hasOwn(properties, name) && !required.includes(name);
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !isOptional(name) || (value !== null && value !== "")),
  );
}

function toProblem({ instancePath, keyword, params, message = "is not valid" }: ErrorObject): FieldProblem {
  const parent = instancePath.slice(1).replaceAll("/", ".");
  const named = (name: unknown): string => (parent === "" ? String(name) : `${parent}.${String(name)}`);
  if (keyword === "required") return { target: named(params["missingProperty"]), message: "is required" };
  if (keyword === "additionalProperties") {
    return { target: named(params["additionalProperty"]).slice(0, 100), message: "is not a known field" };
  }
  if (keyword === "enum") return { target: parent, message: `must be one of ${sayAllowed(params["allowedValues"])}` };
  if (keyword === "type") return { target: parent, message: `must be ${sayTypes(params["type"])}` };
  if (keyword === "minLength" && params["limit"] === 1) return { target: parent, message: "must not be empty" };
  return { target: parent, message };
}

/** The allowed values, without null: where null is accepted it is not advertised. */
function sayAllowed(values: unknown): string {
  const allowed = [values].flat().filter((value) => value !== null);
  return allowed.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(", ");
}

function sayTypes(types: unknown): string {
  const named = [types].flat().filter((type) => type !== "null");
  return named.map((type) => `${/^[aeiou]/.test(String(type)) ? "an" : "a"} ${String(type)}`).join(" or ");
}

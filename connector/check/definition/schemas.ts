/** The schemas and inputs of a definition, each with the place where it stands. */
import { type PlacedOperation, operationsOf, resolve } from "./operations";
import { type Definition, type Parameter, type Schema, type SwaggerValue } from "./swagger";

/** One thing a maker or the platform fills in: a parameter that is no body, or a property of a body. */
export interface Input {
  readonly at: string;
  readonly value: SwaggerValue & { readonly "x-ms-notification-url"?: boolean };
  readonly required: boolean;
}

export function inputsOf(definition: Definition): readonly Input[] {
  const parameters = parametersOf(definition).map(({ at, parameter }) => ({
    at,
    value: parameter,
    required: parameter.required === true,
  }));
  const properties = schemasOf(definition)
    .filter(({ role }) => role === "input")
    .flatMap(({ schema, at }) => propertiesOf(schema, at));
  return [...parameters, ...properties];
}

export interface PlacedParameter {
  readonly at: string;
  readonly parameter: Parameter;
}

/** Parameters that are no bodies, by operation. */
export function parametersOf(definition: Definition): readonly PlacedParameter[] {
  return operationsOf(definition).flatMap(({ parameters, name }) =>
    parameters
      .filter((each) => each.in !== "body")
      .map((parameter) => ({ at: `${name} ${parameter.name}`, parameter })),
  );
}

export interface PlacedSchema {
  readonly schema: Schema;
  /** The place in messages, such as `ListItems 200: value[].name`. */
  readonly at: string;
  readonly role: "input" | "answer" | "notification";
  /** The operation; absent for a notification, which belongs to a path. */
  readonly owner?: PlacedOperation;
}

/**
 * Every schema of bodies, answers and notifications with all that is inside, `$ref` followed; no loops expected (R47).
 */
export function schemasOf(definition: Definition): readonly PlacedSchema[] {
  const roots = [
    ...operationsOf(definition).flatMap((each) => rootsOf(definition, each)),
    ...notifications(definition),
  ];
  return roots.flatMap((root) => inside(definition, root, 0));
}

function rootsOf(definition: Definition, owner: PlacedOperation): readonly PlacedSchema[] {
  const { operation, parameters, name } = owner;
  const bodies = parameters.flatMap(({ schema }) =>
    schema ? [{ schema, at: `${name} body:`, role: "input", owner } as const] : [],
  );
  const answers = Object.entries(operation.responses ?? {}).flatMap(([status, response]) => {
    const { schema } = resolve(definition, response);
    return schema ? [{ schema, at: `${name} ${status}:`, role: "answer", owner } as const] : [];
  });
  return [...bodies, ...answers];
}

function notifications({ paths = {} }: Definition): readonly PlacedSchema[] {
  return Object.entries(paths).flatMap(([path, item]) => {
    const schema = item["x-ms-notification-content"]?.schema;
    return schema ? [{ schema, at: `${path} notification:`, role: "notification" } as const] : [];
  });
}

const MAX_DEPTH = 12;

function inside(definition: Definition, placed: PlacedSchema, depth: number): readonly PlacedSchema[] {
  if (depth > MAX_DEPTH) return [];
  const schema = resolve(definition, placed.schema);
  const part = (each: Schema, name: string): PlacedSchema => ({ ...placed, schema: each, at: `${placed.at} ${name}` });
  const { properties = {}, items, additionalProperties: others } = schema;
  const parts = [
    ...Object.entries(properties).map(([name, each]) => part(each, `.${name}`)),
    ...(items ? [part(items, "[]")] : []),
    ...(typeof others === "object" ? [part(others, "{}")] : []),
  ];
  return [{ ...placed, schema }, ...parts.flatMap((each) => inside(definition, each, depth + 1))];
}

function propertiesOf({ properties = {}, required = [] }: Schema, at: string): readonly Input[] {
  return Object.entries(properties).map(([name, value]) => ({
    at: `${at} .${name}`,
    value,
    required: required.includes(name),
  }));
}

/** The operations of a definition, with references resolved. */
import {
  type Definition,
  METHODS,
  type Method,
  type Operation,
  type Parameter,
  type PathItem,
  type Schema,
} from "./swagger";

/** The schema of an operation's 200, `$ref` followed; undefined without operation, answer or schema. */
export function answerSchema(definition: Definition, operationId: string | undefined): Schema | undefined {
  const found = operationsOf(definition).find(({ operation }) => operation.operationId === operationId);
  const answer = found?.operation.responses?.["200"];
  const schema = answer && resolve(definition, answer).schema;
  return schema && resolve(definition, schema);
}

export interface PlacedOperation {
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
  readonly pathItem: PathItem;
  /** The parameters of the operation and of its path, `$ref` followed. */
  readonly parameters: readonly Parameter[];
  /** The name in messages: its id, else method and path. */
  readonly name: string;
}

export function operationsOf(definition: Definition): readonly PlacedOperation[] {
  return Object.entries(definition.paths ?? {}).flatMap(([path, pathItem]) =>
    METHODS.flatMap((method) => {
      const operation = pathItem[method];
      if (!operation) return [];
      const given = [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])];
      const parameters = given.map((each) => resolve(definition, each));
      return [{ path, method, operation, pathItem, parameters, name: operation.operationId ?? `${method} ${path}` }];
    }),
  );
}

/** The value that a `$ref` stands for; the value itself if it is no reference, or one that leads nowhere. */
export function resolve<T extends { readonly $ref?: string }>(definition: Definition, value: T): T {
  if (value.$ref === undefined) return value;
  const [, kind, name] = /^#\/(definitions|parameters|responses)\/(.+)$/.exec(value.$ref) ?? [];
  const shelf = (definition as Readonly<Record<string, Readonly<Record<string, T>> | undefined>>)[kind ?? ""];
  return shelf?.[name ?? ""] ?? value;
}

/** The property at a path such as `value/name`; undefined where there is none. */
export function schemaAt(definition: Definition, schema: Schema | undefined, path: string): Schema | undefined {
  if (!schema || path === "") return schema;
  const [name = "", ...rest] = path.split("/");
  const next = resolve(definition, schema).properties?.[name];
  return schemaAt(definition, next && resolve(definition, next), rest.join("/"));
}

/** True when a maker sees the operation. */
export function isVisible({ operation }: PlacedOperation): boolean {
  return operation["x-ms-visibility"] !== "internal";
}

/** True when the operation subscribes a flow. */
export function isSubscribe({ operation, pathItem, parameters }: PlacedOperation): boolean {
  const marked = operation["x-ms-trigger"] !== undefined || pathItem["x-ms-notification-content"] !== undefined;
  return marked && parameters.some((each) => each.in === "body");
}

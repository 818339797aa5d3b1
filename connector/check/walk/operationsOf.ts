import { type Definition, METHODS, type Method, type Operation, type Parameter, type PathItem } from "../swagger";
import { resolve } from "./resolve";

export interface PlacedOperation {
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
  readonly pathItem: PathItem;
  /** Its own and those of its path, `$ref` followed. */
  readonly parameters: readonly Parameter[];
  /** For messages: its id, else method and path. */
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

/** Whether a maker sees it. */
export function isVisible({ operation }: PlacedOperation): boolean {
  return operation["x-ms-visibility"] !== "internal";
}

/** Whether it subscribes a flow. */
export function isSubscribe({ operation, pathItem, parameters }: PlacedOperation): boolean {
  const marked = operation["x-ms-trigger"] !== undefined || pathItem["x-ms-notification-content"] !== undefined;
  return marked && parameters.some((each) => each.in === "body");
}

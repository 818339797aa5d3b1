import { type Definition, type Schema } from "../swagger";
import { operationsOf } from "./operationsOf";
import { resolve } from "./resolve";

/** The schema of an operation's 200, `$ref` followed; undefined without operation, answer or schema. */
export function answerSchema(definition: Definition, operationId: string | undefined): Schema | undefined {
  const found = operationsOf(definition).find(({ operation }) => operation.operationId === operationId);
  const answer = found?.operation.responses?.["200"];
  const schema = answer && resolve(definition, answer).schema;
  return schema && resolve(definition, schema);
}

/** The property at a path such as `value/name`; undefined where there is none. */
export function schemaAt(definition: Definition, schema: Schema | undefined, path: string): Schema | undefined {
  if (!schema || path === "") return schema;
  const [name = "", ...rest] = path.split("/");
  const next = resolve(definition, schema).properties?.[name];
  return schemaAt(definition, next && resolve(definition, next), rest.join("/"));
}

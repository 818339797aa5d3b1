import { type ConnectorPackage, type Rule } from "../rule";
import { type Definition, type Schema } from "../swagger";
import { unless } from "../unless";
import { type PlacedOperation, isSubscribe, isVisible, operationsOf } from "../walk/operationsOf";
import { resolve } from "../walk/resolve";

type Look = (placed: PlacedOperation, connector: ConnectorPackage) => readonly string[];

function each(rule: Pick<Rule, "id" | "severity" | "says">, look: Look): Rule {
  return {
    ...rule,
    find: (connector) => operationsOf(connector.definition).flatMap((placed) => look(placed, connector)),
  };
}

function statusesWithSchema({ operation }: PlacedOperation, definition: Definition): readonly string[] {
  const responses = Object.entries(operation.responses ?? {});
  return responses
    .filter(([, response]) => resolve(definition, response).schema !== undefined)
    .map(([status]) => status);
}

/** Whether a maker gets anything from it: dynamic content to come, or properties, or a plain value. */
function tells(schema: Schema): boolean {
  const isDynamic = schema["x-ms-dynamic-schema"] !== undefined;
  return isDynamic || schema.type !== "object" || Object.keys(schema.properties ?? {}).length > 0;
}

function findUntold(placed: PlacedOperation, { definition }: ConnectorPackage): readonly string[] {
  const { operation, pathItem, name } = placed;
  if (!isVisible(placed) || placed.method === "delete" || operation.responses?.["204"]) return [];
  const answers = ["200", "201"].flatMap((status) => operation.responses?.[status] ?? []);
  const schemas = answers.flatMap((answer) => resolve(definition, answer).schema ?? []);
  const notified = isSubscribe(placed) ? (pathItem["x-ms-notification-content"]?.schema ?? []) : [];
  const told = [...schemas, ...[notified].flat()].map((schema) => resolve(definition, schema));
  return [
    ...unless(told.length > 0, `${name} has no schema`),
    ...unless(told.every(tells), `${name} has an empty schema`),
  ];
}

export const ANSWER_RULES: readonly Rule[] = [
  each(
    { id: "R27", severity: "gate", says: "A 2xx response is there; default is never alone" },
    ({ operation, name }) =>
      unless(
        Object.keys(operation.responses ?? {}).some((status) => /^2\d\d$/.test(status)),
        name,
      ),
  ),
  each({ id: "R28", severity: "gate", says: "default has no schema" }, ({ operation, name }, { definition }) => {
    const standard = operation.responses?.["default"];
    return unless(standard === undefined || resolve(definition, standard).schema === undefined, name);
  }),
  each({ id: "R29", severity: "guidance", says: "Only one response has a schema" }, (placed, { definition }) => {
    const statuses = statusesWithSchema(placed, definition).filter((status) => status !== "default");
    return unless(statuses.length <= 1, `${placed.name}: ${statuses.join()}`);
  }),
  each(
    { id: "R30", severity: "gate", says: "A visible operation has a schema of what it gives, empty only if dynamic" },
    findUntold,
  ),
];

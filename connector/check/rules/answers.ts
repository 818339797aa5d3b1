/** The rules about answers and pages: R27 to R30, R53 and R54. */
import {
  type PlacedOperation,
  answerSchema,
  isSubscribe,
  isVisible,
  operationsOf,
  resolve,
} from "../definition/operations";
import { type Definition, type Schema } from "../definition/swagger";
import { type ApiProperties, type ConnectorPackage, type Rule, unless } from "./rule";

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
    findMissingSchemas,
  ),
];

export const PAGING_RULES: readonly Rule[] = [
  {
    id: "R53",
    severity: "gate",
    says: "nextLinkName is nextLink or @odata.nextLink, a property of the answer",
    find: ({ definition }) =>
      operationsOf(definition).flatMap(({ operation, name }) => {
        const pageable = operation["x-ms-pageable"];
        if (!pageable) return [];
        const { nextLinkName = "" } = pageable;
        const isThere = answerSchema(definition, operation.operationId)?.properties?.[nextLinkName] !== undefined;
        return isThere && /^(?:@odata\.)?nextLink$/.test(nextLinkName) ? [] : [`${name}: ${nextLinkName}`];
      }),
  },
  {
    id: "R54",
    severity: "gate",
    says: "What is paged has its links rewritten by an updatenextlink policy",
    find: ({ definition, properties }) => {
      const rewritten = rewrittenOperations(properties);
      return operationsOf(definition)
        .filter(({ operation }) => operation["x-ms-pageable"] && !rewritten.includes(operation.operationId ?? ""))
        .map(({ name }) => name);
    },
  },
];

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

function findMissingSchemas(placed: PlacedOperation, { definition }: ConnectorPackage): readonly string[] {
  const { operation, pathItem, name } = placed;
  if (!isVisible(placed) || placed.method === "delete" || operation.responses?.["204"]) return [];
  const answers = ["200", "201"].flatMap((status) => operation.responses?.[status] ?? []);
  const schemas = answers.flatMap((answer) => resolve(definition, answer).schema ?? []);
  const notified = isSubscribe(placed) ? (pathItem["x-ms-notification-content"]?.schema ?? []) : [];
  const found = [...schemas, ...[notified].flat()].map((schema) => resolve(definition, schema));
  return [
    ...unless(found.length > 0, `${name} has no schema`),
    ...unless(found.every(hasContent), `${name} has an empty schema`),
  ];
}

/** True when a maker gets something from the schema: a dynamic schema, properties, or a plain value. */
function hasContent(schema: Schema): boolean {
  const isDynamic = schema["x-ms-dynamic-schema"] !== undefined;
  return isDynamic || schema.type !== "object" || Object.keys(schema.properties ?? {}).length > 0;
}

function rewrittenOperations({ properties }: ApiProperties): readonly string[] {
  const policies = (properties?.policyTemplateInstances ?? []).filter(
    ({ templateId }) => templateId === "updatenextlink",
  );
  return policies.flatMap(
    ({ parameters = {} }) => (parameters["x-ms-apimTemplate-operationName"] ?? []) as readonly string[],
  );
}

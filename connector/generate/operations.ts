/**
 * The operations of the connector that are no triggers: the app's routes that the connector shows or uses, each as the
 * definition has it.
 */
import { type ParameterSchema, type JsonSchema } from "../../shared/http/schema";
import { type RouteContract } from "../../shared/http/route";
import { ALL_ROUTES } from "../../shared/http/routes/allRoutes";
import { dropDownOf, entityItem } from "./dropDowns";
import { type SwaggerSchema, pascalCase, toSwaggerSchema } from "./swaggerSchema";

/** A route that the connector shows as an action, or uses itself. */
export interface ConnectorOperation extends RouteContract {
  readonly visibility: NonNullable<RouteContract["visibility"]>;
}

const ROUTES: readonly RouteContract[] = ALL_ROUTES;

export const OPERATIONS: readonly ConnectorOperation[] = ROUTES.filter(isOperation);

function isOperation(route: RouteContract): route is ConnectorOperation {
  return route.visibility !== undefined;
}

/** An operation of the definition. */
export function toOperation(described: ConnectorOperation): SwaggerSchema {
  const { operation, summary, description, parameters, body, visibility } = described;
  const operationId = pascalCase(operation);
  return {
    operationId,
    summary,
    description,
    "x-ms-visibility": visibility,
    "x-ms-api-annotation": { family: operationId, revision: 1, status: "Preview" },
    ...(isPaged(described) && { "x-ms-pageable": { nextLinkName: "@odata.nextLink" } }),
    parameters: [...parameters.map((each) => toParameter(each)), ...(body ? [toBody(described, body)] : [])],
    responses: { ...answersOf(described), ...refusals() },
  };
}

export function isPaged({ answers }: ConnectorOperation): boolean {
  const properties = (answers[200]?.["properties"] ?? {}) as JsonSchema;
  return properties["@odata.nextLink"] !== undefined;
}

/** Parameters that are encoded twice: keys of items may hold characters that a path may not. */
const ENCODED_TWICE = ["itemId"];

/** A path or query parameter as the designer shows it. */
export function toParameter({ name, in: place, required, schema, visibility }: ParameterSchema): SwaggerSchema {
  return {
    name,
    in: place,
    required,
    ...toSwaggerSchema(schema),
    ...(place === "path" && { "x-ms-url-encoding": ENCODED_TWICE.includes(name) ? "double" : "single" }),
    ...(visibility && { "x-ms-visibility": visibility }),
    ...dropDownOf(name),
  };
}

/** Operations that read or write objects with the columns of an entity. */
const ITEM_OPERATIONS = ["listItems", "getItem", "createItem", "updateItem", "readPartition"];

function toBody({ operation }: ConnectorOperation, schema: JsonSchema): SwaggerSchema {
  const converted = toSwaggerSchema(schema);
  const properties = (converted["properties"] ?? {}) as Readonly<Record<string, SwaggerSchema>>;
  const filled = Object.entries(properties).map(([name, each]) => [name, { ...each, ...dropDownOf(name) }]);
  const object = ITEM_OPERATIONS.includes(operation)
    ? entityItem()
    : { ...converted, properties: Object.fromEntries(filled) as SwaggerSchema };
  return { name: "body", in: "body", required: true, schema: object };
}

/** Only the first answer with a body has a schema: the designer takes one. */
function answersOf(described: ConnectorOperation): SwaggerSchema {
  const answers = Object.entries(described.answers);
  const first = answers.find(([, answer]) => answer !== null);
  const entries = answers.map(([status, answer]) => {
    const description = answer ? `${answer.title}.` : "Done.";
    return [status, { description, ...(answer && status === first?.[0] && { schema: toAnswer(described, answer) }) }];
  });
  return Object.fromEntries(entries) as SwaggerSchema;
}

function toAnswer({ operation }: ConnectorOperation, answer: JsonSchema): SwaggerSchema {
  const schema = toSwaggerSchema(answer);
  if (operation === "getItem") return { ...entityItem(), ...schema };
  if (operation !== "listItems" && operation !== "readPartition") return schema;
  const properties = schema["properties"] as Readonly<Record<string, SwaggerSchema>>;
  return { ...schema, properties: { ...properties, value: { ...properties["value"], items: entityItem() } } };
}

const REFUSALS = {
  400: "The request is wrong; the message names the field.",
  401: "The credentials are not valid.",
  403: "This connection may not do this.",
  404: "There is nothing of this name.",
  429: "Too many calls; see Retry-After.",
  503: "Customer Insights or the storage cannot be reached.",
} as const;

/** The error answers of an operation. They have no schema: makers see the message. */
export function refusals(): SwaggerSchema {
  return Object.fromEntries(Object.entries(REFUSALS).map(([status, description]) => [status, { description }]));
}

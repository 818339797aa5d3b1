/**
 * The route of the status report. Its answer is `../statusReport.schema.json`, which is published as a file too, with
 * the words of `statusTexts.ts` for people.
 */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { DETAILS } from "../../operations/report";
import { type StatusDeps, type StatusRequest, type StatusResult, statusReport } from "../../operations/statusReport";
import { INSTANCE_ID, type ParameterSchema, readOnce, type JsonSchema } from "../schema";
import { parseInstanceId, unknownInstance } from "../requireAccess";
import { type Route } from "../route";
import published from "../statusReport.schema.json";
import { STATUS_TEXTS } from "./statusTexts";

const DETAIL: ParameterSchema = {
  name: "detail",
  in: "query",
  required: false,
  schema: {
    type: "string",
    enum: [...DETAILS],
    default: "summary",
    title: "Detail",
    description: "Counts only, or each data source, segment and measure too.",
  },
  visibility: "advanced",
};

export const STATUS_REPORT_ROUTE: Route<StatusDeps> = {
  operation: "statusReport",
  method: "GET",
  path: "instances/{instanceId}/status-report",
  summary: "Get the status report of an instance",
  description: "Gets how data sources, unification, segments, measures, the latest runs and deliveries stand.",
  parameters: [INSTANCE_ID, DETAIL],
  answers: { 200: { ...describeStatus(published), title: published.title } },
  visibility: "important",
  role: "read",
  handle: async (request, caller, deps) => {
    const asked = parseStatusReport(request, caller);
    return answerStatusReport(asked, await statusReport(asked, deps));
  },
};

/**
 * Reads a request for a status report, a summary unless it asks for more; throws a problem that names what is wrong.
 */
export function parseStatusReport(request: HttpRequest, caller: Pick<Caller, "instances">): StatusRequest {
  const instanceId = parseInstanceId(request, caller);
  const given = readOnce(request, DETAIL);
  const detail = DETAILS.find((each) => each === given) ?? "summary";
  return { instanceId, detail };
}

interface StatusSchema extends JsonSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, StatusSchema>>;
  readonly items?: StatusSchema;
  readonly definitions?: Readonly<Record<string, StatusSchema>>;
}

/**
 * The status report's schema with references written out and, for people, a title and a description for each property.
 * Throws for a property that has no text.
 */
function describeStatus(schema: StatusSchema, root: StatusSchema = schema): JsonSchema {
  const { $ref, definitions: _definitions, properties, items, ...own } = schema;
  if ($ref !== undefined) return describeStatus(root.definitions?.[$ref.replace("#/definitions/", "")] ?? {}, root);
  const named = Object.entries(properties ?? {}).map(
    ([name, each]) => [name, addTexts(name, describeStatus(each, root))] as const,
  );
  return {
    ...own,
    ...(properties && { properties: Object.fromEntries(named) }),
    ...(items && { items: describeStatus(items, root) }),
  };
}

function addTexts(name: string, schema: JsonSchema): JsonSchema {
  const description = STATUS_TEXTS[name];
  if (description === undefined) throw new Error(`the status report's ${name} has no text`);
  const words = name.replaceAll(/([a-z])([A-Z])/g, "$1 $2");
  const time = String(schema["pattern"]).startsWith("^\\d{4}-") ? { format: "date-time" } : {};
  return { ...schema, ...time, title: words.slice(0, 1).toUpperCase() + words.slice(1), description };
}

/** 200 with the report, also when CI does not answer; throws a problem for an instance that nobody knows. */
export function answerStatusReport({ instanceId }: StatusRequest, result: StatusResult): HttpResponseInit {
  if (result.outcome === "unknown-instance") throw unknownInstance(instanceId);
  return { status: 200, jsonBody: result.report };
}

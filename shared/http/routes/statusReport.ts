import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { DETAILS } from "../../operations/report";
import { type StatusRequest, type StatusResult } from "../../operations/statusReport";
import { invalidFields, sourceUnavailable } from "../problems";
import { parseInstanceId, unknownInstance } from "../requireAccess";
import { INSTANCE_ID, type JsonSchema, type RouteSchema } from "../schema";
import published from "../statusReport.schema.json";
import { STATUS_TEXTS } from "./statusTexts";

export const STATUS_REPORT: RouteSchema = {
  operation: "statusReport",
  method: "GET",
  route: "instances/{instanceId}/status-report",
  summary: "Get the status report of an instance",
  description: "Gets how data sources, unification, segments, measures, the latest runs and deliveries stand.",
  parameters: [
    INSTANCE_ID,
    {
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
    },
  ],
  answer: { ...tellStatus(published), title: published.title },
};

/** Reads a request for a status report, a summary unless it asks for more; throws a problem that names what is wrong. */
export function parseStatusReport(request: HttpRequest, caller: Pick<Caller, "instances">): StatusRequest {
  const instanceId = parseInstanceId(request, caller);
  const [given = "summary", ...others] = request.query.getAll("detail");
  const detail = DETAILS.find((each) => each === given);
  if (!detail || others.length > 0) {
    throw invalidFields([{ target: "detail", message: `must be one of ${DETAILS.join(", ")}, once` }]);
  }
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
function tellStatus(schema: StatusSchema, root: StatusSchema = schema): JsonSchema {
  const { $ref, definitions: _definitions, properties, items, ...own } = schema;
  if ($ref !== undefined) return tellStatus(root.definitions?.[$ref.replace("#/definitions/", "")] ?? {}, root);
  const told = Object.entries(properties ?? {}).map(
    ([name, each]) => [name, tell(name, tellStatus(each, root))] as const,
  );
  return {
    ...own,
    ...(properties && { properties: Object.fromEntries(told) }),
    ...(items && { items: tellStatus(items, root) }),
  };
}

function tell(name: string, schema: JsonSchema): JsonSchema {
  const description = STATUS_TEXTS[name];
  if (description === undefined) throw new Error(`the status report's ${name} has no text`);
  const words = name.replaceAll(/([a-z])([A-Z])/g, "$1 $2");
  const time = String(schema["pattern"]).startsWith("^\\d{4}-") ? { format: "date-time" } : {};
  return { ...schema, ...time, title: words.slice(0, 1).toUpperCase() + words.slice(1), description };
}

/** 200 with the report; throws a problem when there is none. */
export function answerStatusReport({ instanceId }: StatusRequest, result: StatusResult): HttpResponseInit {
  if (result.outcome === "unknown-instance") throw unknownInstance(instanceId);
  if (result.outcome === "source-failed") throw sourceUnavailable(result.failure);
  return { status: 200, jsonBody: result.report };
}

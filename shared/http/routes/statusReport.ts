/**
 * The route of the status report. Its answer is `../statusReport.schema.json`, which is published as a file too, with
 * the words of `STATUS_TEXTS` for people.
 */

import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { DETAILS } from "../../operations/report";
import { type StatusDeps, type StatusRequest, type StatusResult, statusReport } from "../../operations/statusReport";
import { parseInstanceId, unknownInstance } from "../requireAccess";
import { type Route } from "../route";
import { INSTANCE_ID, type JsonSchema, type ParameterSchema, readOnce } from "../schema";
import published from "../statusReport.schema.json";

/** The description of each property of the status report, by its name: one name means one thing wherever it stands. */
const STATUS_TEXTS: Readonly<Record<string, string>> = {
  detail: "How much this report tells.",
  reportedAt: "When this report was made.",
  instance: "The instance.",
  instanceId: "Id of the instance.",
  name: "What it is called.",
  provisioningState: "Whether the instance is ready, such as active or updating.",
  source: "Whether Customer Insights answered; if not, its sections are absent.",
  reachable: "Whether it answered each question of this report.",
  reason: "Why it did not, such as timed-out, unavailable or forbidden.",
  since: "Since when looking at the instance has failed; else when this report was made.",
  retryAfterSeconds: "For how long it asked us to wait, in seconds.",
  dataSources: "How its data sources stand.",
  unification: "How its unification stands.",
  segments: "How its segments stand.",
  measures: "How its measures stand.",
  total: "How many there are.",
  states: "How many there are in each state.",
  reasons: "How many there are for each reason.",
  causes: "How many there are for each cause.",
  items: "Each of them; only in a full report.",
  lastSucceededAt: "When it succeeded last.",
  lastRuns: "What was run last.",
  fullRefresh: "The last full refresh.",
  jobs: "The latest jobs; only in a full report.",
  detection: "How this service watches the instance.",
  watched: "Whether any flow is subscribed.",
  gaps: "Times in which something may have happened unseen.",
  suspended: "Subscriptions that can have no events for now.",
  lastPollAt: "When the instance was looked at last.",
  nextPollAt: "When it will be looked at next.",
  failuresInARow: "How often looking has failed since it last went well.",
  deliveries: "How flows are told.",
  pendingEvents: "Events that are not handed over to all flows yet.",
  oldestAgeSeconds: "How long the oldest of them has waited, in seconds.",
  dormant: "Subscriptions whose flows take no calls.",
  slow: "Subscriptions whose flows answer late or not at all.",
  deadLetters: "Deliveries that were given up and not redriven since.",
  severity: "How bad the problem is.",
  code: "Code of the problem.",
  message: "What the problem is.",
  problem: "What went wrong, if anything did.",
  dataSourceId: "Id of the data source.",
  state: "The state it is in.",
  lastRefreshedAt: "When it was refreshed last.",
  step: "The step of the unification.",
  endedAt: "When it ended.",
  displayName: "What it is called for people.",
  evaluatedAt: "When its value was evaluated.",
  value: "Its value.",
  jobId: "Id of the job.",
  operationType: "What the job does.",
  tasks: "How its tasks stand.",
  submissionKind: "Whether it was started by schedule or by hand.",
  submittedAt: "When it was started.",
  gapId: "Id of the gap.",
  detectedAt: "When it was noticed.",
  lastKnownAt: "When the gap begins.",
  oldestSeenAt: "When the gap ends.",
};

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

/** The operation that submits a job. */
import { chooseItems, findOperation } from "../workflow/items";
import { submitJob } from "../workflow/jobSubmission";
import { type JobRequest } from "../world/jobs";
import { type Answer, type InstanceCall, readFlag, readWrittenBody } from "./call";
import { describeJob } from "./workflow";

/** Starts a job on demand, told by the query, by the body, or by both (the body wins). */
export function postJob(call: InstanceCall): Answer {
  const { world, instance, query, body, refuse } = call;
  const written = body.trim() === "" ? {} : readWrittenBody(body);
  // The contract declares no 400 here.
  if (!written) return refuse({ status: 500, code: "ApiInternalError", message: "The body is no JSON object." });
  const request = readRequest(query, written);
  const choice = chooseItems(instance, world.scene, request);
  if ("unknown" in choice)
    return refuse({
      status: 404,
      code: "WorkflowNodeNotFound",
      message: `The workflow has nothing called ${choice.unknown}.`,
    });
  return { status: 200, json: describeJob(submitJob(world, instance, request, choice.items), false) };
}

function readRequest(query: URLSearchParams, body: Readonly<Record<string, unknown>>): JobRequest {
  const text = (name: string): string | undefined => {
    const value = body[name] ?? query.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const operationType = text("operationType") ?? "all";
  return {
    operationType: findOperation(operationType) ?? operationType,
    identifiers: readIdentifiers(query, body),
    jobType: text("jobType")?.toLowerCase() === "incremental" ? "incremental" : "full",
    submissionKind: text("submissionKind")?.toLowerCase() === "scheduled" ? "scheduled" : "onDemand",
    forced: body["forceRunRequested"] === true || readFlag(query, "forceRunRequested"),
    runDownstreamAfterMerge: readDownstream(body["options"]),
    seconds: undefined,
    outcomes: new Map(),
  };
}

/** Callers write one comma list, one parameter each, or an id in quotes into the query. */
function readIdentifiers(query: URLSearchParams, body: Readonly<Record<string, unknown>>): string[] {
  if (Array.isArray(body["identifiers"])) return body["identifiers"].map(String);
  return query
    .getAll("identifiers")
    .flatMap((list) => list.split(","))
    .map((identifier) => identifier.trim().replace(/^'(.*)'$/, "$1"))
    .filter(Boolean);
}

function readDownstream(options: unknown): boolean | undefined {
  const value = (options as Readonly<Record<string, unknown>> | null | undefined)?.["runDownstreamAfterMerge"];
  return typeof value === "boolean" ? value : undefined;
}

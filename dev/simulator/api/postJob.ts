import { type Answer } from "../http/answer";
import { chooseItems } from "../workflow/chooseItems";
import { type JobRequest } from "../workflow/model";
import { submitJob } from "../workflow/submitJob";
import { type InstanceCall } from "./call";
import { describeJob } from "./describeJob";
import { readFlag } from "./readFlag";
import { readWrittenBody } from "./readWrittenBody";

/** Starts a job on demand, told by the query, by the body, or by both (the body wins). */
export function postJob(call: InstanceCall): Answer {
  const { world, instance, query, body, refuse } = call;
  const request = readRequest(query, readWrittenBody(body) ?? {});
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
  const options = (body["options"] ?? {}) as Readonly<Record<string, unknown>>;
  const downstream = options["runDownstreamAfterMerge"];
  return {
    operationType: canonical(text("operationType") ?? "all"),
    identifiers: Array.isArray(body["identifiers"])
      ? body["identifiers"].map(String)
      : readIdentifiers(query.getAll("identifiers")),
    jobType: text("jobType")?.toLowerCase() === "incremental" ? "incremental" : "full",
    submissionKind: text("submissionKind")?.toLowerCase() === "scheduled" ? "scheduled" : "onDemand",
    forced: body["forceRunRequested"] === true || readFlag(query, "forceRunRequested"),
    runDownstreamAfterMerge: typeof downstream === "boolean" ? downstream : undefined,
    seconds: undefined,
    outcomes: new Map(),
  };
}

/** `Ingestion` is `ingestion`. */
function canonical(operationType: string): string {
  return operationType.charAt(0).toLowerCase() + operationType.slice(1);
}

/** Callers write one comma list, one parameter each, or an id in quotes. */
function readIdentifiers(lists: readonly string[]): string[] {
  return lists
    .flatMap((list) => list.split(","))
    .map((identifier) => identifier.trim().replace(/^'(.*)'$/, "$1"))
    .filter(Boolean);
}

/** The operations about the workflow: its status, jobs and tasks, and the submission of a job. */
import { chooseItems, findOperation, listItems } from "../workflow/items";
import { submitJob } from "../workflow/jobSubmission";
import { type Finding, type Job, type JobRequest, type Task, type WorkflowNode } from "../world/jobs";
import { type Instance } from "../world/model";
import { type Scene } from "../world/scene";
import { type Answer, type InstanceCall, type InstanceHandler, readCount, readFlag, readWrittenBody } from "./call";
import { formatTime, formatTimeOrNull } from "./notation";

/** Starts a job on demand, which the query or the body describes; where both do, the body wins. */
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

function describeJob(job: Job, withTasks: boolean) {
  return {
    jobId: job.jobId,
    jobType: job.jobType,
    jobSubmissionKind: job.submissionKind,
    jobStatus: job.status,
    operationType: job.operationType,
    subType: "noSubType",
    endTimestamp: formatTimeOrNull(job.endAt),
    shouldForceRunRequestedNodes: job.forced,
    tasks: withTasks ? job.tasks.map(describeTask) : null,
    idList: job.identifiers,
    options:
      job.runDownstreamAfterMerge === undefined ? null : { runDownstreamAfterMerge: job.runDownstreamAfterMerge },
    submittedTimestamp: formatTime(job.submittedAt),
  };
}

/** A task names its item by the friendly name only. */
function describeTask(task: Task) {
  return {
    taskId: task.taskId,
    taskStatus: task.status,
    operationType: task.node.operationType,
    subType: "noSubType",
    jobIds: task.jobIds,
    friendlyName: task.friendlyName,
    endTimestamp: formatTimeOrNull(task.endAt),
    ...describeErrors(task.findings),
    waitingTaskIds: task.waitsFor.filter(({ finished }) => !finished).map(({ taskId }) => taskId),
    additionalInfo: task.information ?? null,
    submittedTimestamp: formatTime(task.submittedAt),
  };
}

/** The `ciError` and `ciErrors` of a task or node; `ciError` is the first that is an error. */
function describeErrors(findings: readonly Finding[]) {
  const all = findings.map((finding) => ({
    exceptionCulprit: finding.culprit,
    errorCode: finding.code,
    resultSeverity: finding.severity,
    message: finding.message,
    name: finding.name,
    params: {},
    ciResults: [],
  }));
  return { ciError: all.find(({ resultSeverity }) => resultSeverity === "error") ?? null, ciErrors: all };
}

export const listJobs: InstanceHandler = ({ instance, world, query }) => {
  const withTasks = readFlag(query, "includeTasks");
  const jobs = newest(instance.jobs, query, world.scene);
  return { status: 200, json: jobs.map((job) => describeJob(job, withTasks)) };
};

const DEFAULT_TOP = 10;

/** The last `top` of a list whose newest is last, in the order of the scene. */
function newest<T>(all: readonly T[], query: URLSearchParams, { topCap, jobOrder }: Scene): readonly T[] {
  const top = Math.min(readCount(query, "top", DEFAULT_TOP), topCap);
  const last = top === 0 ? [] : all.slice(-top);
  return jobOrder === "newestFirst" ? last.toReversed() : last;
}

export const listHistory: InstanceHandler = ({ instance, world, query }) => ({
  status: 200,
  json: newest(instance.tasks, query, world.scene).map(describeTask),
});

/** Lists the nodes that have run; those of deleted items are gone. */
export const getStatus: InstanceHandler = ({ instance, world }) => ({
  status: 200,
  json: currentNodes(instance, world.scene).map(describeNode),
});

function currentNodes(instance: Instance, scene: Scene) {
  const known = new Set(
    listItems(instance, scene).map(({ operationType, identifier }) => `${operationType} ${identifier}`),
  );
  return instance.nodes.filter(({ operationType, identifier }) => known.has(`${operationType} ${identifier}`));
}

function describeNode(node: WorkflowNode) {
  return {
    operationType: node.operationType,
    subType: "noSubType",
    identifier: node.identifier,
    friendlyName: node.friendlyName,
    jobIds: node.jobIds,
    taskStatus: node.taskStatus,
    lastSuccessJobIds: node.lastSuccessJobIds,
    endTimestamp: formatTimeOrNull(node.endAt),
    lastSuccessfulTimestamp: formatTimeOrNull(node.lastSuccessAt),
    ...describeErrors(node.findings),
    additionalInfo: node.information ?? null,
    selectionReason: { code: "requested", details: null },
  };
}

export const getJob: InstanceHandler = ({ instance, parameters, query, refuse }) => {
  const wanted = parameters["jobId"]?.toLowerCase();
  const job = instance.jobs.find(({ jobId }) => jobId === wanted);
  return job
    ? { status: 200, json: describeJob(job, readFlag(query, "includeTasks")) }
    : refuse({ status: 404, code: "JobNotFound", message: `The job ${wanted} was not found.` });
};

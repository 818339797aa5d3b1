import { shorten } from "../model/shorten";
import { type SourceAnswer } from "../model/sourceAnswer";
import { UUID } from "../model/uuid";
import { type RunProblem, type WorkflowJob, type WorkflowNode, type WorkflowTask } from "../model/workflow";
import { type Note, readItems, readObject, toItems } from "./answer/objectReader";
import { field, toText, toWord } from "./answer/values";
import { type ReadSource } from "./readSource";

/** Throws a RangeError when `top` is no positive whole number. */
export async function listJobs(
  { instanceId, top }: { readonly instanceId: string; readonly top: number },
  read: ReadSource,
): Promise<SourceAnswer<WorkflowJob[]>> {
  if (!Number.isSafeInteger(top) || top < 1) throw new RangeError(`top must be a positive whole number, not ${top}`);
  return read({
    operation: "listJobs",
    instanceId,
    path: ["instances", instanceId, "workflows", "main", "jobs"],
    documentedPath: ["instances", instanceId, "manage", "workflows", "main", "jobs"],
    query: { top: String(top), includeTasks: "true" },
    toValue: (json, note) => toItems(json, { path: "jobs", note, toItem: toJob }),
  });
}

const SUBMISSION_KINDS = ["ondemand", "scheduled"];

/** One GraphJobInfo with its tasks; undefined and noted when it has no `jobId` or no `operationType`. */
export function toJob(value: unknown, path: string, note: Note): WorkflowJob | undefined {
  const job = readObject(value, path, note);
  const jobId = job.requiredId("jobId");
  const operationType = job.requiredWord("operationType");
  if (!jobId || !operationType) return undefined;
  const submittedAt = job.instant("submittedTimestamp");
  const endedAt = job.instant("endTimestamp");
  return {
    jobId,
    operationType,
    submissionKind: job.word("jobSubmissionKind", SUBMISSION_KINDS),
    status: job.status("jobStatus"),
    tasks: readItems(value, "tasks", { path, note, toItem: toTask }),
    ...(submittedAt && { submittedAt }),
    ...(endedAt && { endedAt }),
  };
}

/** One GraphTaskInfo; undefined and noted when it has no `taskId` or no `operationType`. */
export function toTask(value: unknown, path: string, note: Note): WorkflowTask | undefined {
  const task = readObject(value, path, note);
  const taskId = task.requiredId("taskId");
  const operationType = task.requiredWord("operationType");
  if (!taskId || !operationType) return undefined;
  const friendlyName = task.text("friendlyName");
  const submittedAt = task.instant("submittedTimestamp");
  const endedAt = task.instant("endTimestamp");
  return {
    taskId,
    operationType,
    status: task.status("taskStatus"),
    jobIds: task.ids("jobIds"),
    problems: toProblems(value),
    ...(friendlyName && { friendlyName }),
    ...(submittedAt && { submittedAt }),
    ...(endedAt && { endedAt }),
  };
}

/** The errors and warnings of a task or node: `ciError`, `ciErrors` and the results nested in them, each once. */
export function toProblems(holder: unknown): RunProblem[] {
  const results = [field(holder, "ciError"), ...toResults(field(holder, "ciErrors"))];
  const problems = new Map<string, RunProblem>();
  // The list grows while it is walked: results nest to any depth, and a recursion could run out of stack.
  for (const result of results) {
    for (const nested of toResults(field(result, "ciResults"))) results.push(nested);
    const problem = toProblem(result);
    if (problem) problems.set(JSON.stringify([problem.severity, problem.code, problem.message]), problem);
  }
  return [...problems.values()];
}

function toResults(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

// Problems are carried in events; a whole stack trace in a message would not fit.
const MAX_MESSAGE_LENGTH = 1000;

function toProblem(result: unknown): RunProblem | undefined {
  const severity = toWord(field(result, "resultSeverity"));
  const code = toText(field(result, "errorCode")) ?? toText(field(result, "name"));
  const message = toText(field(result, "message"));
  if (!severity && !code && !message) return undefined;
  return {
    severity: severity ?? "error",
    ...(code && { code: shorten(code, MAX_MESSAGE_LENGTH) }),
    ...(message && { message: shorten(message, MAX_MESSAGE_LENGTH) }),
  };
}

/** One job with its tasks; an answer about another job is `malformed`. */
export async function getJob(
  { instanceId, jobId }: { readonly instanceId: string; readonly jobId: string },
  read: ReadSource,
): Promise<SourceAnswer<WorkflowJob>> {
  return read({
    operation: "getJob",
    instanceId,
    path: ["instances", instanceId, "workflows", "main", "jobs", jobId],
    documentedPath: ["instances", instanceId, "manage", "workflows", "main", "jobs", jobId],
    query: { includeTasks: "true" },
    toValue: (json, note) => {
      const job = toJob(json, "job", note);
      return job?.jobId === jobId.toLowerCase() ? job : undefined;
    },
  });
}

/** The latest run of every item of the instance's workflow. */
export async function listNodes(instanceId: string, read: ReadSource): Promise<SourceAnswer<WorkflowNode[]>> {
  return read({
    operation: "listNodes",
    instanceId,
    path: ["instances", instanceId, "workflows", "main", "status"],
    documentedPath: ["instances", instanceId, "manage", "workflows", "main", "status"],
    toValue: (json, note) => toItems(json, { path: "nodes", note, toItem: toNode }),
  });
}

const LEADING_UUID = new RegExp(`^${UUID.source}`, "i");

/** One GraphNodeInfo; undefined and noted when it has no `operationType`. */
export function toNode(value: unknown, path: string, note: Note): WorkflowNode | undefined {
  const node = readObject(value, path, note);
  const operationType = node.requiredWord("operationType");
  if (!operationType) return undefined;
  // An ingestion node starts with the id of its data source (A5); other identifiers are names, whose casing is theirs.
  const identifier = node.text("identifier")?.replace(LEADING_UUID, (uuid) => uuid.toLowerCase());
  const friendlyName = node.text("friendlyName");
  const endedAt = node.instant("endTimestamp");
  const lastSucceededAt = node.instant("lastSuccessfulTimestamp");
  return {
    operationType,
    status: node.status("taskStatus"),
    jobIds: node.ids("jobIds"),
    problems: toProblems(value),
    ...(identifier && { identifier }),
    ...(friendlyName && { friendlyName }),
    ...(endedAt && { endedAt }),
    ...(lastSucceededAt && { lastSucceededAt }),
  };
}

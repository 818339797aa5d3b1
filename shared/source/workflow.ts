/**
 * The workflow of an instance: jobs with their tasks, and nodes. Jobs are runs; a node is the latest run of one item.
 */

import { defined } from "../model/defined";
import { shorten, UUID } from "../model/text";
import { type SourceReads } from "../model/sourceReads";
import { type RunProblem, type WorkflowJob, type WorkflowNode, type WorkflowTask } from "../model/workflow";
import { type Note, readItems, readObject, toItems } from "./answer/objectReader";
import { field, toText, toWord } from "./answer/values";
import { type ReadSource } from "./readSource";

export function workflowReads(read: ReadSource): Pick<SourceReads, "listJobs" | "getJob" | "listNodes"> {
  return {
    listJobs: async (instanceId, { top }) => {
      if (!Number.isSafeInteger(top) || top < 1) {
        throw new RangeError(`top must be a positive whole number, not ${top}`);
      }
      return read({
        operation: "listJobs",
        list: { enough: top },
        instanceId,
        path: ["instances", instanceId, "workflows", "main", "jobs"],
        documentedPath: ["instances", instanceId, "manage", "workflows", "main", "jobs"],
        query: { top: String(top), includeTasks: "true" },
        toValue: (json, note) => toItems(json, { path: "jobs", note, toItem: toJob }),
      });
    },

    /** An answer about another job is `malformed`. */
    getJob: async (instanceId, jobId) =>
      read({
        operation: "getJob",
        instanceId,
        path: ["instances", instanceId, "workflows", "main", "jobs", jobId],
        documentedPath: ["instances", instanceId, "manage", "workflows", "main", "jobs", jobId],
        query: { includeTasks: "true" },
        toValue: (json, note) => {
          const job = toJob(json, "job", note);
          return job?.jobId === jobId.toLowerCase() ? job : undefined;
        },
      }),

    listNodes: async (instanceId) =>
      read({
        operation: "listNodes",
        list: {},
        instanceId,
        path: ["instances", instanceId, "workflows", "main", "status"],
        documentedPath: ["instances", instanceId, "manage", "workflows", "main", "status"],
        toValue: (json, note) => toItems(json, { path: "nodes", note, toItem: toNode }),
      }),
  };
}

const SUBMISSION_KINDS = ["ondemand", "scheduled"];

/** Parses a GraphJobInfo with its tasks; undefined and noted when it has no `jobId` or no `operationType`. */
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
    ...defined({ submittedAt, endedAt }),
  };
}

/** Parses a GraphTaskInfo; undefined and noted when it has no `taskId` or no `operationType`. */
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
    ...defined({ friendlyName, submittedAt, endedAt }),
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

/** Problems become part of events, in which a message with a whole stack trace would not fit. */
const MAX_MESSAGE_LENGTH = 1000;

function toProblem(result: unknown): RunProblem | undefined {
  const severity = toWord(field(result, "resultSeverity"));
  const code = toText(field(result, "errorCode")) ?? toText(field(result, "name"));
  const message = toText(field(result, "message"));
  if (!severity && !code && !message) return undefined;
  return {
    severity: severity ?? "error",
    ...defined({
      code: code && shorten(code, MAX_MESSAGE_LENGTH),
      message: message && shorten(message, MAX_MESSAGE_LENGTH),
    }),
  };
}

const LEADING_UUID = new RegExp(`^${UUID.source}`, "i");

/** Parses a GraphNodeInfo; undefined and noted when it has no `operationType`. */
export function toNode(value: unknown, path: string, note: Note): WorkflowNode | undefined {
  const node = readObject(value, path, note);
  const operationType = node.requiredWord("operationType");
  if (!operationType) return undefined;
  // An ingestion node's identifier starts with the id of its data source (A5); other identifiers are names and keep
  // their casing.
  const identifier = node.text("identifier")?.replace(LEADING_UUID, (uuid) => uuid.toLowerCase());
  const friendlyName = node.text("friendlyName");
  const endedAt = node.instant("endTimestamp");
  const lastSucceededAt = node.instant("lastSuccessfulTimestamp");
  return {
    operationType,
    status: node.status("taskStatus"),
    jobIds: node.ids("jobIds"),
    problems: toProblems(value),
    ...defined({ identifier, friendlyName, endedAt, lastSucceededAt }),
  };
}

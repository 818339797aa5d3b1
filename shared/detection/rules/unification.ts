/**
 * Rule T6: the unification of profiles, found in a job's merge tasks, or in the merge node when jobs come without
 * tasks.
 */

import { defined } from "../../model/defined";
import { type DetectedEvent } from "../../model/event";
import { type Instant, isLater, latest, toInstant } from "../../model/instant";
import { JOBS_SUBJECT_ID, type JobsState } from "../../model/subject";
import { type WorkflowJob, type WorkflowNode, type WorkflowTask, isTerminal, endOf } from "../../model/workflow";
import { type DetectContext, eventId } from "./finding";

export interface NodeMerge {
  readonly mergedAt?: Instant;
  readonly event?: DetectedEvent;
  /** End of the newest merge that this or an earlier poll reported. */
  readonly nodeToldAt?: Instant;
  /** The jobs that the event stands for. */
  readonly jobIds: readonly string[];
}

/**
 * Finds the newest successful merge that the nodes show. It is an event only if the listed jobs come without tasks
 * (T6); otherwise the tasks show the merge, and only `mergedAt` moves. While a merge node runs nothing is decided.
 */
export function mergeByNodes(
  previous: JobsState | undefined,
  listed: readonly WorkflowJob[],
  { instanceId, nodes, jobs, now }: DetectContext,
): NodeMerge {
  const merges = nodes.filter(({ operationType }) => operationType === "merge");
  if (!previous) return skipUnification(merges, jobs);
  const ended = merges.some(isRunning) ? undefined : newestSuccess(merges, jobs);
  const { mergedAt, nodeToldAt } = previous;
  if (!ended || !isLater(ended.endedAt, mergedAt)) return stay(mergedAt, nodeToldAt);
  const { node, endedAt } = ended;
  if (listed.length === 0 || listed.some(({ tasks }) => tasks.length > 0)) return stay(endedAt, nodeToldAt);
  const jobId = node.jobIds.length === 1 ? node.jobIds[0] : undefined;
  const identity = ["merge", node.identifier ?? "", endedAt];
  const event = unificationEvent({ instanceId, ...defined({ jobId }), endedAt, identity, now });
  return { mergedAt: endedAt, nodeToldAt: endedAt, event, jobIds: node.jobIds };
}

function skipUnification(merges: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): NodeMerge {
  return stay(latest(merges.flatMap((node) => [newestSuccess([node], jobs)?.endedAt, node.lastSucceededAt])));
}

function stay(mergedAt: Instant | undefined, nodeToldAt?: Instant): NodeMerge {
  return { ...defined({ mergedAt, nodeToldAt }), jobIds: [] };
}

interface SuccessfulMerge {
  readonly node: WorkflowNode;
  readonly endedAt: Instant | undefined;
}

function newestSuccess(merges: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): SuccessfulMerge | undefined {
  return merges
    .filter(({ status }) => status === "successful")
    .map((node) => ({ node, endedAt: endOf(node, jobs) }))
    .toSorted((a, b) => ((a.endedAt ?? "") < (b.endedAt ?? "") ? -1 : 1))
    .at(-1);
}

function isRunning({ status }: WorkflowNode): boolean {
  return !isTerminal(status) && status !== "needsupdate";
}

interface UnificationEventInput {
  readonly instanceId: string;
  readonly jobId?: string;
  readonly taskId?: string;
  readonly endedAt?: Instant;
  /** Distinguishes it from other unifications of the instance: job and task, or node and end. */
  readonly identity: readonly string[];
  readonly now: Date;
}

/** The event of a successful merge (T6). */
export function unificationEvent(input: UnificationEventInput): DetectedEvent {
  const { instanceId, jobId, taskId, endedAt, identity, now } = input;
  return {
    eventId: eventId([instanceId, ...identity]),
    trigger: "unification-completed",
    instanceId,
    subjectId: JOBS_SUBJECT_ID,
    occurredAt: endedAt ?? toInstant(now),
    detectedAt: toInstant(now),
    fields: { ...defined({ jobId, taskId }) },
  };
}

/** The merge that counts as the unification: the earliest successful one of a job. */
export interface Unified {
  readonly taskId: string;
  readonly endedAt?: Instant;
}

/**
 * The unification of a job (T6), also while the job still runs; undefined until it has unified. A job with several
 * merges (accounts and contacts) has unified when all are over and one succeeded. Once the job itself is over, a merge
 * that never began counts as over.
 */
export function unifiedBy(job: WorkflowJob): Unified | undefined {
  const merges = job.tasks.filter(({ operationType }) => operationType === "merge");
  if (!merges.every((merge) => isOver(merge, job))) return undefined;
  const [first] = merges.filter(({ status }) => status === "successful").toSorted(byEnd);
  return first && { taskId: first.taskId, ...defined({ endedAt: first.endedAt }) };
}

function isOver({ status }: WorkflowTask, job: WorkflowJob): boolean {
  return isTerminal(status) || (isTerminal(job.status) && status !== "running");
}

/** Earliest end first; merges without an end come last. */
function byEnd(a: WorkflowTask, b: WorkflowTask): number {
  if (a.endedAt === b.endedAt) return a.taskId < b.taskId ? -1 : 1;
  return (a.endedAt ?? "9") < (b.endedAt ?? "9") ? -1 : 1;
}

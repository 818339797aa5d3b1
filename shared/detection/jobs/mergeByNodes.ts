import { type DetectedEvent } from "../../model/event";
import { type Instant, isLater, latest } from "../../model/instant";
import { type JobsState } from "../../model/subject";
import { type WorkflowJob, type WorkflowNode, isTerminal } from "../../model/workflow";
import { type DetectContext } from "../finding";
import { endOf } from "../refreshRun";
import { unificationEvent } from "./unificationEvent";

export interface NodeMerge {
  readonly mergedAt?: Instant;
  readonly event?: DetectedEvent;
  /** End of the newest merge that this, or an earlier look, made an event. */
  readonly nodeToldAt?: Instant;
  /** Jobs that the event stands for. */
  readonly jobIds: readonly string[];
}

interface SuccessfulMerge {
  readonly node: WorkflowNode;
  readonly endedAt: Instant | undefined;
}

/**
 * The newest successful merge that the nodes show. It is an event only where the listed jobs come without tasks (T6); else
 * their tasks tell, and this just moves along. While a merge node runs nothing is decided.
 */
export function mergeByNodes(
  previous: JobsState | undefined,
  listed: readonly WorkflowJob[],
  { instanceId, nodes, jobs, now }: DetectContext,
): NodeMerge {
  const merges = nodes.filter(({ operationType }) => operationType === "merge");
  if (!previous) return passOver(merges, jobs);
  const ended = merges.some(isRunning) ? undefined : newestSuccess(merges, jobs);
  const { mergedAt, nodeToldAt } = previous;
  if (!ended || !isLater(ended.endedAt, mergedAt)) return stay(mergedAt, nodeToldAt);
  const { node, endedAt } = ended;
  if (listed.length === 0 || listed.some(({ tasks }) => tasks.length > 0)) return stay(endedAt, nodeToldAt);
  const jobId = node.jobIds.length === 1 ? node.jobIds[0] : undefined;
  const identity = ["merge", node.identifier ?? "", endedAt];
  const event = unificationEvent({ instanceId, ...(jobId ? { jobId } : {}), endedAt, identity, now });
  return { mergedAt: endedAt, nodeToldAt: endedAt, event, jobIds: node.jobIds };
}

function passOver(merges: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): NodeMerge {
  return stay(latest(merges.flatMap((node) => [newestSuccess([node], jobs)?.endedAt, node.lastSucceededAt])));
}

function stay(mergedAt: Instant | undefined, nodeToldAt?: Instant): NodeMerge {
  return { ...(mergedAt ? { mergedAt } : {}), ...(nodeToldAt ? { nodeToldAt } : {}), jobIds: [] };
}

function isRunning({ status }: WorkflowNode): boolean {
  return !isTerminal(status) && status !== "needsupdate";
}

function newestSuccess(merges: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): SuccessfulMerge | undefined {
  return merges
    .filter(({ status }) => status === "successful")
    .map((node) => ({ node, endedAt: endOf(node, jobs) }))
    .toSorted((a, b) => ((a.endedAt ?? "") < (b.endedAt ?? "") ? -1 : 1))
    .at(-1);
}

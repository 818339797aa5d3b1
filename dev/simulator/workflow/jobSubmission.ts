/** The submission of a job: its tasks are planned and put on the agenda. */
import { type Job, type JobRequest, type Outcome, type Task, type WorkflowNode } from "../world/jobs";
import { type Instance, type World } from "../world/model";
import { createRandom, makeId } from "../world/random";
import { type Durations } from "../world/scene";
import { STAGES, type WorkflowItem, isCalled, isOperation } from "./items";
import { schedule } from "./tasks";

/** The share of a job's time that it waits in the queue. */
const QUEUED_SHARE = 0.04;

/** Queues a job that runs the items; an item that is already queued or running is not run twice but shared. */
export function submitJob(world: World, instance: Instance, request: JobRequest, items: readonly WorkflowItem[]): Job {
  const jobId = makeId(world.seed, "job", (world.made += 1));
  const milliseconds = (request.seconds ?? defaultSeconds(request.operationType, world.scene.durations)) * 1000;
  const job: Job = {
    jobId,
    jobType: request.jobType,
    operationType: request.operationType,
    submissionKind: request.submissionKind,
    identifiers: request.identifiers,
    forced: request.forced,
    runDownstreamAfterMerge: request.runDownstreamAfterMerge,
    submittedAt: world.now,
    tasks: planTasks(world, instance, { jobId, milliseconds, request, items }),
    status: "queued",
    endAt: undefined,
  };
  instance.jobs.push(job);
  forgetOldest(instance);
  schedule(world, world.now + Math.round(milliseconds * QUEUED_SHARE), instance, { kind: "jobIsDue", job });
  return job;
}

function defaultSeconds(operationType: string, durations: Durations): number {
  switch (operationType.toLowerCase()) {
    case "all":
      return durations.full;
    case "map":
    case "match":
    case "merge":
      return durations.unification;
    case "segmentation":
      return durations.segments;
    case "measures":
    case "attributemeasures":
      return durations.measures;
    default:
      return durations.source;
  }
}

interface Plan {
  readonly jobId: string;
  readonly milliseconds: number;
  readonly request: JobRequest;
  readonly items: readonly WorkflowItem[];
}

/**
 * The tasks of a job in the order of their stages; an item that is already queued or running is shared, not run twice.
 */
function planTasks(world: World, instance: Instance, plan: Plan): Task[] {
  const stages = STAGES.map(({ operations, weight }) => ({
    weight,
    items: plan.items.filter(({ operationType }) => operations.includes(operationType)),
  })).filter(({ items }) => items.length > 0);
  const totalWeight = stages.reduce((sum, { weight }) => sum + weight, 0);
  const tasks: Task[] = [];
  let waitsFor: readonly Task[] = [];
  for (const { weight, items } of stages) {
    const milliseconds = (plan.milliseconds * (1 - QUEUED_SHARE) * weight) / totalWeight;
    const stageTasks = items.map((item, index) =>
      shareOrMake(world, instance, item, {
        waitsFor,
        plan,
        milliseconds: Math.round(milliseconds * (index === 0 ? 1 : jitter(plan.jobId, item.identifier))),
      }),
    );
    tasks.push(...stageTasks);
    waitsFor = stageTasks;
  }
  return tasks;
}

interface TaskPlan {
  readonly plan: Plan;
  readonly waitsFor: readonly Task[];
  readonly milliseconds: number;
}

function shareOrMake(
  world: World,
  instance: Instance,
  item: WorkflowItem,
  { plan, waitsFor, milliseconds }: TaskPlan,
): Task {
  const node = findNode(instance, item);
  const active = instance.tasks.findLast((task) => task.node === node && !task.finished);
  if (active) {
    active.jobIds = [...active.jobIds, plan.jobId];
    node.jobIds = active.jobIds;
    return active;
  }
  const task: Task = {
    taskId: makeId(world.seed, "task", (world.made += 1)),
    node,
    friendlyName: item.friendlyName,
    outcome: outcomeOf(item, plan.request.outcomes),
    waitsFor,
    milliseconds,
    submittedAt: world.now,
    jobIds: [plan.jobId],
    status: "queued",
    tries: 0,
    finished: false,
    isBlocked: false,
    endAt: undefined,
    findings: [],
    information: undefined,
  };
  Object.assign(node, { jobIds: task.jobIds, taskStatus: "queued", endAt: undefined, findings: [] });
  instance.tasks.push(task);
  return task;
}

/** The node of an item, made when it has never run; takes over a new friendly name. */
function findNode(instance: Instance, item: WorkflowItem): WorkflowNode {
  const found = instance.nodes.find(
    ({ operationType, identifier }) => operationType === item.operationType && identifier === item.identifier,
  );
  if (found) {
    found.friendlyName = item.friendlyName;
    return found;
  }
  const node: WorkflowNode = {
    operationType: item.operationType,
    identifier: item.identifier,
    friendlyName: item.friendlyName,
    jobIds: [],
    taskStatus: "queued",
    lastSuccessJobIds: [],
    endAt: undefined,
    lastSuccessAt: undefined,
    findings: [],
    information: undefined,
  };
  instance.nodes.push(node);
  return node;
}

/** An outcome of the item itself comes before one of its operation. */
function outcomeOf(item: WorkflowItem, outcomes: ReadonlyMap<string, Outcome>): Outcome {
  const all = [...outcomes];
  const own = all.find(([name]) => isCalled(item, name));
  return (own ?? all.find(([name]) => isOperation(item, name)))?.[1] ?? "succeed";
}

const jitter = (jobId: string, identifier: string): number => 0.5 + createRandom(jobId, identifier).next() / 2;

const MAX_JOBS = 1_000;

const MAX_TASKS = 10_000;

const MAX_EVALUATIONS = 1_000;

/** Keeps a simulator that runs for days from growing without end. */
function forgetOldest(instance: Instance): void {
  if (instance.jobs.length > MAX_JOBS && instance.jobs.slice(0, -MAX_JOBS).every(({ endAt }) => endAt !== undefined))
    instance.jobs = instance.jobs.slice(-MAX_JOBS);
  if (instance.tasks.length > MAX_TASKS && instance.tasks.slice(0, -MAX_TASKS).every(({ finished }) => finished))
    instance.tasks = instance.tasks.slice(-MAX_TASKS);
  for (const { history } of instance.segments) history.splice(0, Math.max(0, history.length - MAX_EVALUATIONS));
  for (const { evaluationHistory, outputHistory } of instance.measures)
    for (const history of [evaluationHistory, outputHistory])
      history.splice(0, Math.max(0, history.length - MAX_EVALUATIONS));
}

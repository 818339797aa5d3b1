import { createRandom } from "../random/createRandom";
import { makeId } from "../random/makeId";
import { type Instance, type World } from "../world/model";
import { isCalled, isOperation } from "./chooseItems";
import { findNode } from "./findNode";
import { type WorkflowItem } from "./listItems";
import { type JobRequest, type Outcome, type Task } from "./model";
import { STAGES } from "./stages";

/** The share of a job's time that it waits in the queue. */
export const QUEUED_SHARE = 0.04;

interface Plan {
  readonly jobId: string;
  readonly milliseconds: number;
  readonly request: JobRequest;
  readonly items: readonly WorkflowItem[];
}

/** The tasks of a job in the order of their stages; an item that is already queued or running is shared, not run twice. */
export function planTasks(world: World, instance: Instance, plan: Plan): Task[] {
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

/** An outcome of the item itself comes before one of its operation. */
function outcomeOf(item: WorkflowItem, outcomes: ReadonlyMap<string, Outcome>): Outcome {
  const all = [...outcomes];
  const own = all.find(([name]) => isCalled(item, name));
  return (own ?? all.find(([name]) => isOperation(item, name)))?.[1] ?? "succeed";
}

const jitter = (jobId: string, identifier: string): number => 0.5 + createRandom(jobId, identifier).next() / 2;

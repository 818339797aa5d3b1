import { type Instance, type World } from "../world/model";
import { schedule } from "./agenda";
import { type Task } from "./model";
import { showTaskRunning } from "./showTaskRunning";

/** Begins a try of a task, the first or a later one. */
export function startTask(world: World, instance: Instance, task: Task): void {
  task.tries += 1;
  task.status = "running";
  task.endAt = undefined;
  task.findings = [];
  Object.assign(task.node, { taskStatus: "running", endAt: undefined, findings: [], jobIds: task.jobIds });
  showTaskRunning(instance, task);
  schedule(world, world.now + task.milliseconds, instance, { kind: "taskEnds", task });
}

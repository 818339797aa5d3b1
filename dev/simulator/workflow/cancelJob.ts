import { type Instance, type World } from "../world/model";
import { beginReadyTasks } from "./beginReadyTasks";
import { type Job, type Task } from "./model";
import { showTaskEnded } from "./showTaskEnded";

/** Ends a job the way a person does who cancels it; tasks it shares with another job that still runs go on. */
export function cancelJob(world: World, instance: Instance, job: Job): void {
  job.status = "aborted";
  job.endAt = world.now;
  for (const task of job.tasks) if (!task.finished && !isWanted(instance, task)) cancelTask(world, instance, task);
  beginReadyTasks(world, instance);
}

function isWanted({ jobs }: Instance, task: Task): boolean {
  return jobs.some(({ endAt, tasks }) => endAt === undefined && tasks.includes(task));
}

function cancelTask(world: World, instance: Instance, task: Task): void {
  Object.assign(task, { status: "aborted", finished: true, endAt: world.now, findings: [] });
  Object.assign(task.node, { taskStatus: "aborted", endAt: world.now, findings: [] });
  showTaskEnded(world, instance, task);
  world.agenda.splice(
    0,
    world.agenda.length,
    ...world.agenda.filter(({ event }) => !("task" in event && event.task === task)),
  );
}

import { type Instance, type World } from "../world/model";
import { jobStatus } from "./jobStatus";
import { type Job, type Task } from "./model";
import { blocksWhatFollows } from "./stages";
import { startTask } from "./startTask";

/** Starts every task that waits for nothing more, skips those whose input never came, and ends the jobs that are through. */
export function beginReadyTasks(world: World, instance: Instance): void {
  const running = instance.jobs.filter(({ status }) => status === "running");
  for (const job of running) {
    // Tasks are in the order of their stages, so that one pass carries a skip all the way down.
    for (const task of job.tasks) if (isReady(task)) begin(world, instance, task);
    if (job.tasks.every(({ finished }) => finished)) endJob(world, job);
  }
}

function isReady(task: Task): boolean {
  return task.status === "queued" && task.waitsFor.every(({ finished }) => finished);
}

function begin(world: World, instance: Instance, task: Task): void {
  task.isBlocked = task.waitsFor.some(
    ({ node, status, isBlocked }) => isBlocked || (blocksWhatFollows(node.operationType) && status !== "successful"),
  );
  if (task.isBlocked || task.outcome === "skip") skip(world, task);
  else startTask(world, instance, task);
}

function skip(world: World, task: Task): void {
  task.status = "skipped";
  task.finished = true;
  task.endAt = world.now;
  Object.assign(task.node, { taskStatus: "skipped", endAt: world.now });
}

function endJob(world: World, job: Job): void {
  job.status = jobStatus(job.tasks);
  job.endAt = world.now;
}

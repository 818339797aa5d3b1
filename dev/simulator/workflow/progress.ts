/** The progress of the workflow: events happen at their instants, tasks begin when their inputs are there, jobs end. */
import { type Job, type Status, type Task } from "../world/jobs";
import { type AgendaItem, type Instance, type World } from "../world/model";
import { blocksWhatFollows } from "./items";
import { showTaskEnded } from "./taskResults";
import { endTask, startTask } from "./tasks";

/** Cancels a job. Tasks that it shares with another job that still runs go on. */
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

/**
 * Starts every task that waits for nothing more, skips those whose input never came, and ends the jobs that are
 * through.
 */
function beginReadyTasks(world: World, instance: Instance): void {
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

/** The status in which a job ends. One failed task fails it, although everything that does not depend on it has run. */
function jobStatus(tasks: readonly Task[]): Status {
  const has = (status: Status): boolean => tasks.some((task) => task.status === status);
  if (has("failed")) return "failed";
  if (has("timedOut")) return "timedOut";
  if (has("successful")) return "successful";
  return has("aborted") ? "aborted" : "skipped";
}

/**
 * Replays what happened until the clock's present, each event at its own instant. There are no timers: the workflow is
 * brought up to date whenever someone looks, so that it runs the same however often that is.
 */
export function settle(world: World, until = world.clock.now()): void {
  let item = world.agenda[0];
  while (item && item.at <= until) {
    world.agenda.shift();
    world.now = item.at;
    happen(world, item);
    beginReadyTasks(world, item.instance);
    item = world.agenda[0];
  }
  world.now = until;
}

function happen(world: World, { instance, event }: AgendaItem): void {
  switch (event.kind) {
    case "jobIsDue":
      if (event.job.endAt === undefined) event.job.status = "running";
      return;
    case "taskEnds":
      endTask(world, instance, event.task);
      return;
    case "taskRetries":
      startTask(world, instance, event.task);
  }
}

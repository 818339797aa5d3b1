import { type Instance, type World } from "../world/model";
import { schedule } from "./agenda";
import { describeFindings } from "./describeFindings";
import { type Outcome, type Status, type Task } from "./model";
import { showTaskEnded } from "./showTaskEnded";

const STATUS_AFTER: Readonly<Record<Outcome, Status>> = {
  succeed: "successful",
  fail: "failed",
  "fail-once": "failed",
  "time-out": "timedOut",
  abort: "aborted",
  skip: "skipped",
  warn: "successful",
  partial: "successful",
};

/** Ends the running try of a task as its outcome says; a failed try is followed by another until the retries are used up. */
export function endTask(world: World, instance: Instance, task: Task): void {
  const status = task.outcome === "fail-once" && task.tries > 1 ? "successful" : STATUS_AFTER[task.outcome];
  const willRetry = status === "failed" && (task.outcome === "fail-once" || task.tries <= world.scene.retries);
  task.status = status;
  task.endAt = world.now;
  task.finished = !willRetry;
  task.findings = describeFindings(task, status);
  showTaskEnded(world, instance, task);
  const { node } = task;
  Object.assign(node, { taskStatus: status, endAt: world.now, findings: task.findings, information: task.information });
  if (status === "successful") Object.assign(node, { lastSuccessAt: world.now, lastSuccessJobIds: task.jobIds });
  if (willRetry)
    schedule(world, world.now + world.scene.retryDelaySeconds * 1000, instance, { kind: "taskRetries", task });
}

/** The tries of a task: how one begins, how it ends, and when it is tried again. */
import { type Finding, type Outcome, type Status, type Task } from "../world/jobs";
import { type Instance, type WorkflowEvent, type World } from "../world/model";
import { showTaskEnded, showTaskRunning } from "./taskResults";

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

/**
 * Ends the running try of a task as its outcome says; a failed try is followed by another until the retries are used
 * up.
 */
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

/** The findings that a task reports about its try; there are none when it went well. */
function describeFindings(task: Task, status: Status): readonly Finding[] {
  const { operationType, identifier } = task.node;
  const name = `${operationType}UnexpectedError`;
  if (status === "failed")
    return [finding("error", "external", "TaskFailed", { name, message: failureMessage(operationType, task) })];
  if (status === "timedOut")
    return [finding("error", "system", "TaskTimedOut", { name, message: `${task.friendlyName} took too long.` })];
  if (task.outcome === "partial")
    return [
      finding("error", "external", "PartialFailure", {
        name: `${operationType}PartialFailure`,
        message: `Some rows of ${task.friendlyName} could not be processed (${identifier}).`,
      }),
    ];
  if (task.outcome === "warn")
    return [
      finding("warning", "user", "CompletedWithWarnings", {
        name: `${operationType}Warning`,
        message: `${task.friendlyName} completed, but some values were replaced.`,
      }),
    ];
  return [];
}

function finding(
  severity: Finding["severity"],
  culprit: Finding["culprit"],
  code: string,
  text: { readonly name: string; readonly message: string },
): Finding {
  return { severity, culprit, code, ...text };
}

function failureMessage(operationType: string, task: Task): string {
  return operationType === "ingestion"
    ? `The credentials of the data source ${task.friendlyName} have expired.`
    : `${task.friendlyName} failed.`;
}

/** Puts an event on the agenda; events of one instant happen in the order they were scheduled. */
export function schedule(world: World, at: number, instance: Instance, event: WorkflowEvent): void {
  const instant = Math.round(at);
  const later = world.agenda.findIndex((item) => item.at > instant);
  world.agenda.splice(later < 0 ? world.agenda.length : later, 0, { at: instant, instance, event });
}

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

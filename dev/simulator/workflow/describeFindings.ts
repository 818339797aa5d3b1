import { type Finding, type Status, type Task } from "./model";

/** What a task reports about its try: nothing when it went well. */
export function describeFindings(task: Task, status: Status): readonly Finding[] {
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

function failureMessage(operationType: string, task: Task): string {
  return operationType === "ingestion"
    ? `The credentials of the data source ${task.friendlyName} have expired.`
    : `${task.friendlyName} failed.`;
}

function finding(
  severity: Finding["severity"],
  culprit: Finding["culprit"],
  code: string,
  text: { readonly name: string; readonly message: string },
): Finding {
  return { severity, culprit, code, ...text };
}
